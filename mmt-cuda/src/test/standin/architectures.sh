#!/bin/sh
# Compiles the kernels that tests on the stand-in have left in FOLDER/sources by nvcc, for each architecture: their number, the
# most registers and shared memory of one, and how many spill registers. Fails if one does, or needs more than 48 KB.
# Arguments: FOLDER ARCHITECTURE...
folder=$1
shift
all=$(mktemp -d)
trap 'rm -r "$all"' EXIT
status=0
n=0
for source in "$folder"/sources/*.cu; do # one file, for one start of the compiler
  n=$((n + 1))
  echo "namespace n$n {"
  sed "s/^#define C .*/#undef C\n&/" "$source"
  echo "}"
done > "$all/kernels.cu"
for architecture in "$@"; do
  nvcc --cubin -arch="sm_$architecture" -Xptxas -v -o "$all/kernels.cubin" "$all/kernels.cu" 2> "$all/log" || { cat "$all/log"; exit 1; }
  awk -v a="$architecture" '
    /Used [0-9]+ registers/ {
      kernels++
      for (i = 1; i <= NF; i++) {
        if ($(i + 1) ~ /^registers/ && $i > registers) registers = $i
        if ($(i + 1) == "bytes" && $(i + 2) ~ /^smem/ && $i > shared) shared = $i
      }
    }
    /bytes spill stores/ && !/ 0 bytes spill stores, 0 bytes spill loads/ { spills++ }
    END {
      printf "sm_%s: %d kernels, at most %d registers and %d bytes of shared memory, %d spill\n", a, kernels, registers, shared, spills
      exit spills > 0 || shared > 49152 || kernels == 0
    }' "$all/log" || status=1
done
exit $status
