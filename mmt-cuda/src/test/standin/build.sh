#!/bin/sh
# Builds the stand-ins for the driver, cuBLAS, NVRTC and cudart in a folder. The bindings ask for symbols of these versions. If
# another folder has NVIDIA's NVRTC, builds a program that compiles kernels with it, too. Arguments: FOLDER FOLDER-OF-NVRTC
set -e
here=$(dirname "$0")
out=$1
nvrtc=$2
rm -rf "$out"
mkdir -p "$out"
cp "$here/standin.h" "$out"
# precompiled, with the options of nvrtc.cpp
g++ -std=c++17 -O1 -w -fPIC -ffp-contract=off -x c++-header -o "$out/standin.h.gch" "$out/standin.h"
library() { # NAME SOURCE
  echo "$1 { global: *; };" > "$out/$1.map"
  g++ -std=c++17 -O2 -Wall -fPIC -shared -Wl,-soname,$1 -Wl,--version-script="$out/$1.map" -o "$out/$1" "$2" -ldl
}
g++ -std=c++17 -O2 -Wall -fPIC -shared -Wl,-soname,libcuda.so.1 -o "$out/libcuda.so.1" "$here/driver.cpp" -ldl
library libcublas.so.13 "$here/cublas.cpp"
library libnvrtc.so.13 "$here/nvrtc.cpp"
echo > "$out/empty.cpp"
library libcublasLt.so.13 "$out/empty.cpp"
library libcudart.so.13 "$out/empty.cpp"
if [ -e "$nvrtc/libnvrtc.so.13" ]; then
  g++ -std=c++17 -O2 -Wall -o "$out/examine" "$here/examine.cpp" -L"$nvrtc" -l:libnvrtc.so.13
fi
