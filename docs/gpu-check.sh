#!/bin/sh
# Checks mmt-cuda on an NVIDIA GPU: docs/gpu-check.md. Argument: the folder of CUDA's toolkit.
cuda=${1:-/usr/local/cuda}
cd "$(dirname "$0")/.." || exit 1
status=0

echo "== versions"
nvidia-smi --query-gpu=name,driver_version,compute_cap,memory.total --format=csv
ls -l "$cuda"/lib64/libnvrtc.so.* "$cuda"/lib64/libcublas.so.* "$cuda"/lib64/libcudart.so.*
git log -1 --format='%H %ad'

check() { # NAME TESTS
  echo "== $1"
  mvn -B -ntp -q -Pcuda-standin -Dcuda.libraries="$cuda/lib64" test -pl mmt-cuda,mmt-core,mmt-train -am \
    -Dtest="$2" -Dsurefire.failIfNoSpecifiedTests=false && echo "$1: passed in $(($(date +%s) - start)) s" || { echo "$1: FAILED"; status=1; }
}
start=$(date +%s)
check steps CudaDeviceTest
start=$(date +%s)
check 'random graphs' CudaGraphTest
start=$(date +%s)
check 'golden cases' CudaGoldenTest
start=$(date +%s)
check trainings CudaTrainingTest

echo "== memory"
start=$(date +%s)
for tool in memcheck racecheck; do
  "$cuda"/bin/compute-sanitizer --tool $tool --target-processes all --error-exitcode 9 \
    mvn -B -ntp -q -Pcuda-standin -Dcuda.libraries="$cuda/lib64" test -pl mmt-cuda -am \
    -Dtest=CudaDeviceTest -Dsurefire.failIfNoSpecifiedTests=false && echo "$tool: passed" || { echo "$tool: FAILED"; status=1; }
done
exit $status
