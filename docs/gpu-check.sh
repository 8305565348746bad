#!/bin/sh
# Checks mmt-cuda on an NVIDIA GPU: docs/gpu-check.md. Argument: the folder of CUDA's toolkit.
cuda=${1:-/usr/local/cuda}
cd "$(dirname "$0")/.." || exit 1
status=0

echo "== versions"
nvidia-smi --query-gpu=name,driver_version,compute_cap,memory.total --format=csv
ls -l "$cuda"/lib64/libnvrtc.so.* "$cuda"/lib64/libcublas.so.* "$cuda"/lib64/libcudart.so.*
java -version 2>&1
git log -1 --format='%H %ad'

maven() { # mdep.skip: NVIDIA's compiler comes from the toolkit
  mvn -B -ntp -q -Pcuda-standin -Dmdep.skip -Dspotless.check.skip -Dcuda.libraries="$cuda/lib64" -am "$@"
}

check() { # NAME MODULE TESTS
  echo "== $1"
  start=$(date +%s)
  if maven test -pl "$2" -Dtest="$3" -Dsurefire.failIfNoSpecifiedTests=false; then
    echo "$1: passed in $(($(date +%s) - start)) s"
  else
    echo "$1: FAILED"
    status=1
  fi
}
check steps mmt-cuda CudaDeviceTest
check 'random graphs' mmt-core CudaGraphTest
check 'golden cases' mmt-train CudaGoldenTest
check trainings mmt-train CudaTrainingTest

echo "== times"
maven package -DskipTests -pl mmt-bench &&
  LD_LIBRARY_PATH="$cuda/lib64" java @mmt-bench/target/java.args org.mmt4j.bench.DeviceTimes || status=1

echo "== memory"
for tool in memcheck racecheck; do
  if "$cuda"/bin/compute-sanitizer --tool $tool --target-processes all --error-exitcode 9 \
    mvn -B -ntp -q -Pcuda-standin -Dmdep.skip -Dspotless.check.skip -Dcuda.libraries="$cuda/lib64" -am test -pl mmt-cuda \
    -Dtest=CudaDeviceTest -Dsurefire.failIfNoSpecifiedTests=false; then
    echo "$tool: passed"
  else
    echo "$tool: FAILED"
    status=1
  fi
done
exit $status
