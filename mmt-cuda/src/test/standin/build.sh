#!/bin/sh
# Builds the stand-ins for the driver, cuBLAS, NVRTC and cudart in a folder. The bindings ask for symbols of these versions.
set -e
here=$(dirname "$0")
out=$1
rm -rf "$out"
mkdir -p "$out/sources"
cp "$here/standin.h" "$out"
library() { # NAME SOURCE
  echo "$1 { global: *; };" > "$out/$1.map"
  g++ -std=c++17 -O2 -Wall -fPIC -shared -Wl,-soname,$1 -Wl,--version-script="$out/$1.map" -o "$out/$1" "$2"
}
g++ -std=c++17 -O2 -Wall -fPIC -shared -Wl,-soname,libcuda.so.1 -o "$out/libcuda.so.1" "$here/driver.cpp" -ldl
library libcublas.so.13 "$here/cublas.cpp"
library libnvrtc.so.13 "$here/nvrtc.cpp"
echo > "$out/empty.cpp"
library libcublasLt.so.13 "$out/empty.cpp"
library libcudart.so.13 "$out/empty.cpp"
