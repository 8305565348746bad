#!/bin/sh
# Plants bugs in kernels, one at a time, and fails unless the tests on the stand-in find each. Run in the root folder.
kernels=mmt-cuda/src/main/resources/org/mmt4j/cuda/kernels.cu
tiles=mmt-cuda/src/main/java/org/mmt4j/cuda/TileSource.java
kept=$(mktemp -d)
cp $kernels $tiles "$kept"
restore() { cp "$kept"/kernels.cu $kernels; cp "$kept"/TileSource.java $tiles; }
trap 'restore; rm -r "$kept"' EXIT

run_tests() {
  mvn -B -ntp -q -o -Pcuda-standin -Dspotless.check.skip test -pl mmt-cuda -am -Dtest=CudaDeviceTest \
    -Dsurefire.failIfNoSpecifiedTests=false > "$kept/log" 2>&1
}

run_tests || { echo "the tests fail without a planted bug"; cat "$kept/log"; exit 1; }

missed=0
plant() { # WHAT FILE SED-EXPRESSION
  restore
  sed -i "$3" "$2"
  cmp -s "$2" "$kept/$(basename "$2")" && { echo "$1: cannot be planted"; missed=1; return; }
  run_tests
  if [ $? -ne 0 ] && grep -q CudaDeviceTest "$kept/log"; then # and not because it does not compile
    echo "$1: found"
  else
    echo "$1: NOT FOUND"
    missed=1
  fi
}
plant 'a missing barrier' $tiles '/if ((threadIdx.x & 31) == 0) part/{n;d}'
plant 'a barrier that not all threads reach' $kernels 's/if ((int) threadIdx.x < half) part\[threadIdx.x\] += part\[threadIdx.x + half\];/if ((int) threadIdx.x < half) { part[threadIdx.x] += part[threadIdx.x + half]; __syncthreads(); }/'
plant 'a row too many' $tiles 's/if (i >= rows \* C) return;/if (i >= (rows + 1) * C) return;/'
exit $missed
