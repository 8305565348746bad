// CUDA C on a CPU: each thread of a block is a fiber; barriers and shuffles switch between fibers.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

struct dim3 { unsigned x, y, z; };

extern "C" {
extern dim3 threadIdx, blockIdx, blockDim, gridDim;
int standin_barrier(int value);  // returns whether a thread of the block has given a value other than 0
uint32_t standin_shuffle(uint32_t value, int lane);  // the value of another lane of the warp
void standin_launch(void (*body)(void*), void* arguments, dim3 grid, dim3 block);
}

#define __global__
#define __device__ static inline
#define __restrict__
#define __shared__ static
#define __launch_bounds__(...)
#define __syncthreads() ((void) standin_barrier(0))
#define __syncthreads_or(value) standin_barrier(value)
#define __syncwarp() ((void) standin_shuffle(0, standin_lane()))

static inline int standin_lane() { return threadIdx.x & 31; }

static inline float __shfl_xor_sync(unsigned, float value, int mask) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  bits = standin_shuffle(bits, standin_lane() ^ mask);
  memcpy(&value, &bits, 4);
  return value;
}

static inline unsigned __float_as_uint(float value) {
  unsigned bits;
  memcpy(&bits, &value, 4);
  return bits;
}

static inline unsigned __umulhi(unsigned a, unsigned b) { return (unsigned) (((uint64_t) a * b) >> 32); }
static inline int min(int a, int b) { return a < b ? a : b; }

// a kernel called with an array of pointers to its arguments, as cuLaunchKernel has them
template <class... A, size_t... I>
static void standin_call(void (*f)(A...), void** p, std::index_sequence<I...>) { f(*(A*) p[I]...); }

template <class... A> struct standin_bound {
  void (*f)(A...);
  void** p;
  static void run(void* self) {
    auto* bound = (standin_bound*) self;
    standin_call(bound->f, bound->p, std::index_sequence_for<A...>{});
  }
};

template <class... A> static void standin_go(void (*f)(A...), void** p, dim3 grid, dim3 block) {
  standin_bound<A...> bound{f, p};
  standin_launch(&standin_bound<A...>::run, &bound, grid, block);
}

#define STANDIN_ENTRY(name) \
  extern "C" void standin_entry_##name(void** p, dim3 grid, dim3 block) { standin_go(name, p, grid, block); }
