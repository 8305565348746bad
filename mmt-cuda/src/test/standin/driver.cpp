// A stand-in for libcuda.so.1: memory is the host's; modules are shared objects made of the same CUDA C. The environment
// variable STANDIN_ORDER is the order in which the threads of a block and the blocks run: forward, reverse or random; by default
// kernels run in these orders in turn.
#include "standin.h"
#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <numeric>
#include <random>
#include <string>
#include <vector>

extern "C" { dim3 threadIdx, blockIdx, blockDim, gridDim; }

// ---- fibers

asm(R"(
.text
.globl standin_switch
standin_switch:
  pushq %rbp; pushq %rbx; pushq %r12; pushq %r13; pushq %r14; pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15; popq %r14; popq %r13; popq %r12; popq %rbx; popq %rbp
  ret
)");
extern "C" void standin_switch(void** from, void* to);

enum State { READY, BARRIER, SHUFFLE, DONE };

struct Fiber {
  void* sp;
  char* stack;
  State state;
  uint32_t value, got;
  int lane;
  dim3 thread;
};

static const size_t STACK = 128 << 10;
static const unsigned WARP = 32;
static std::recursive_mutex lock;
static std::vector<Fiber> fibers;
static void* scheduler;
static Fiber* current;
static void (*body)(void*);
static void* arguments;
static std::mt19937 random_numbers(1);

static void die(const char* what) {
  fprintf(stderr, "stand-in for CUDA: %s (block %u,%u thread %u)\n", what, blockIdx.x, blockIdx.y, threadIdx.x);
  abort();
}

static void enter() {
  body(arguments);
  current->state = DONE;
  standin_switch(&current->sp, scheduler);
  die("a thread that had ended went on");
}

static void yield() {
  standin_switch(&current->sp, scheduler);
  threadIdx = current->thread;
}

extern "C" int standin_barrier(int value) {
  current->state = BARRIER;
  current->value = value != 0;
  yield();
  return current->got;
}

extern "C" uint32_t standin_shuffle(uint32_t value, int lane) {
  current->state = SHUFFLE;
  current->value = value;
  current->lane = lane;
  yield();
  return current->got;
}

enum Order { FORWARD, REVERSE, RANDOM };
static Order order;  // of the current kernel

static Order next_order() {
  static const char* name = getenv("STANDIN_ORDER");
  static std::string text = name ? name : "";
  static unsigned launches;
  if (text == "forward") return FORWARD;
  if (text == "reverse") return REVERSE;
  if (text == "random") return RANDOM;
  if (!text.empty()) die("STANDIN_ORDER: expected forward, reverse or random");
  return (Order) (launches++ % 3);
}

static void start(unsigned i) {
  Fiber& fiber = fibers[i];
  fiber.thread = {i, 0, 0};
  fiber.state = READY;
  void** top = (void**) (fiber.stack + STACK);
  *--top = nullptr;
  *--top = (void*) enter;
  for (int r = 0; r < 6; r++) *--top = nullptr;
  fiber.sp = top;
}

// lets the lanes of each warp whose threads have all come to a shuffle exchange their values
static bool shuffle(unsigned n) {
  bool any = false;
  for (unsigned w = 0; w < n; w += WARP) {
    unsigned end = std::min(w + WARP, n), waiting = 0;
    for (unsigned i = w; i < end; i++) waiting += fibers[i].state == SHUFFLE;
    if (waiting < end - w) continue;
    for (unsigned i = w; i < end; i++) {
      unsigned other = w + fibers[i].lane;
      if (other >= end) die("a shuffle from a lane that is not there");
      fibers[i].got = fibers[other].value;
    }
    for (unsigned i = w; i < end; i++) fibers[i].state = READY;
    any = true;
  }
  return any;
}

static void run_block(std::vector<unsigned>& threads) {
  unsigned n = threads.size();
  for (unsigned i = 0; i < n; i++) start(i);
  for (;;) {
    if (order == RANDOM) std::shuffle(threads.begin(), threads.end(), random_numbers);
    bool ran = false;
    for (unsigned i : threads) {
      if (fibers[i].state != READY) continue;
      current = &fibers[i];
      threadIdx = current->thread;
      standin_switch(&scheduler, current->sp);
      ran = true;
    }
    ran |= shuffle(n);
    unsigned done = 0, waiting = 0;
    for (unsigned i = 0; i < n; i++) {
      done += fibers[i].state == DONE;
      waiting += fibers[i].state == BARRIER;
    }
    if (done == n) return;
    if (waiting == n) {
      uint32_t any = 0;
      for (unsigned i = 0; i < n; i++) any |= fibers[i].value;
      for (unsigned i = 0; i < n; i++) {
        fibers[i].got = any;
        fibers[i].state = READY;
      }
      ran = true;
    }
    if (!ran) die("threads wait for each other: a barrier or shuffle that not all reach");
  }
}

extern "C" void standin_launch(void (*f)(void*), void* a, dim3 grid, dim3 block) {
  body = f;
  arguments = a;
  gridDim = grid;
  blockDim = block;
  if (block.x == 0 || block.x > 1024 || block.y != 1 || block.z != 1) die("threads of a block not in 1..1024");
  if (grid.x == 0 || grid.x > 0x7fffffff || grid.y == 0 || grid.y > 65535 || grid.z != 1) die("blocks outside of the limits");
  while (fibers.size() < block.x) {
    Fiber fiber{};
    fiber.stack = (char*) mmap(nullptr, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    fibers.push_back(fiber);
  }
  order = next_order();
  std::vector<unsigned> threads(block.x);
  std::vector<size_t> blocks((size_t) grid.x * grid.y);
  std::iota(threads.begin(), threads.end(), 0u);
  std::iota(blocks.begin(), blocks.end(), (size_t) 0);
  if (order == REVERSE) {
    std::reverse(threads.begin(), threads.end());
    std::reverse(blocks.begin(), blocks.end());
  } else if (order == RANDOM) {
    std::shuffle(blocks.begin(), blocks.end(), random_numbers);
  }
  for (size_t b : blocks) {
    blockIdx = {(unsigned) (b % grid.x), (unsigned) (b / grid.x), 0};
    run_block(threads);
  }
}

// ---- the calls of the driver

typedef int CUresult;
typedef uint64_t CUdeviceptr;
struct Function { void (*entry)(void**, dim3, dim3); };
static std::map<CUdeviceptr, size_t> memory;
static int context;
static const size_t MEMORY = (size_t) 1 << 34;

static const size_t PAGE = 4096;
static size_t padded(size_t n) { return (n + 15) / 16 * 16; }
static size_t pages(size_t n) { return (padded(n) + PAGE - 1) / PAGE * PAGE; }

#define CALL extern "C" CUresult

CALL cuInit(unsigned) { return 0; }
CALL cuDriverGetVersion(int* v) { *v = 13010; return 0; }
CALL cuDeviceGetCount(int* n) { *n = 1; return 0; }
CALL cuDeviceGet(int* d, int) { *d = 0; return 0; }
CALL cuDeviceGetName(char* s, int n, int) { snprintf(s, n, "stand-in on the CPU"); return 0; }
CALL cuDeviceGetAttribute(int* v, int a, int) { *v = a == 75 ? 9 : 0; return 0; }  // compute capability 9.0
CALL cuDevicePrimaryCtxRetain(void** c, int) { *c = &context; return 0; }
CALL cuCtxSetCurrent(void*) { return 0; }
CALL cuCtxSynchronize() { return 0; }

static size_t allocated() {
  size_t sum = 0;
  for (auto& entry : memory) sum += entry.second;
  return sum;
}

CALL cuMemGetInfo_v2(size_t* free, size_t* total) {
  std::lock_guard<std::recursive_mutex> hold(lock);
  *total = MEMORY;
  *free = MEMORY - allocated();
  return 0;
}

// memory ends at a page that cannot be touched, and starts after one; NaN until written
CALL cuMemAlloc_v2(CUdeviceptr* p, size_t n) {
  std::lock_guard<std::recursive_mutex> hold(lock);
  if (n > MEMORY - allocated()) return 2;
  char* m = (char*) mmap(nullptr, pages(n) + 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (m == MAP_FAILED) return 2;
  mprotect(m, PAGE, PROT_NONE);
  mprotect(m + PAGE + pages(n), PAGE, PROT_NONE);
  memset(m + PAGE, 0xff, pages(n));
  *p = (CUdeviceptr) (m + PAGE + pages(n) - padded(n));
  memory[*p] = n;
  return 0;
}

CALL cuMemFree_v2(CUdeviceptr p) {
  std::lock_guard<std::recursive_mutex> hold(lock);
  auto found = memory.find(p);
  if (found == memory.end()) return 1;
  size_t n = found->second;
  unsigned char* start = (unsigned char*) p + padded(n) - pages(n);
  for (unsigned char* c = start; c < start + pages(n); c++) {
    bool inside = c >= (unsigned char*) p && c < (unsigned char*) p + n;
    if (!inside && *c != 0xff) die("a kernel has written outside of its memory");
  }
  memory.erase(found);
  munmap(start - PAGE, pages(n) + 2 * PAGE);
  return 0;
}

CALL cuMemcpyHtoD_v2(CUdeviceptr d, const void* s, size_t n) { memcpy((void*) d, s, n); return 0; }
CALL cuMemcpyDtoH_v2(void* d, CUdeviceptr s, size_t n) { memcpy(d, (void*) s, n); return 0; }

CALL cuModuleLoadData(void** module, const void* image) {  // the length is in the table of sections, which is last
  const unsigned char* elf = (const unsigned char*) image;
  if (memcmp(elf, "\177ELF", 4)) return 209;
  uint64_t table;
  uint16_t size, count;
  memcpy(&table, elf + 0x28, 8);
  memcpy(&size, elf + 0x3a, 2);
  memcpy(&count, elf + 0x3c, 2);
  char name[] = "/tmp/standin-module-XXXXXX";
  int file = mkstemp(name);
  size_t n = table + (size_t) size * count;
  bool written = write(file, elf, n) == (ssize_t) n;
  close(file);
  *module = written ? dlopen(name, RTLD_NOW | RTLD_LOCAL) : nullptr;
  unlink(name);
  if (!*module) fprintf(stderr, "%s\n", dlerror());
  return *module ? 0 : 209;
}

CALL cuModuleUnload(void* module) {
  std::lock_guard<std::recursive_mutex> hold(lock);
  return dlclose(module) ? 400 : 0;
}

CALL cuModuleGetFunction(void** f, void* module, const char* name) {
  void* entry = dlsym(module, (std::string("standin_entry_") + name).c_str());
  if (!entry) return 500;
  *f = new Function{(void (*)(void**, dim3, dim3)) entry};
  return 0;
}

CALL cuLaunchKernel(void* f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned, void*,
    void** p, void**) {
  std::lock_guard<std::recursive_mutex> hold(lock);
  ((Function*) f)->entry(p, dim3{gx, gy, gz}, dim3{bx, by, bz});
  return 0;
}
