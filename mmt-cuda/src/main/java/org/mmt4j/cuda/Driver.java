package org.mmt4j.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_OUT_OF_MEMORY;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuCtxSynchronize;
import static org.bytedeco.cuda.global.cudart.cuDeviceGet;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuInit;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuMemAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemFree;
import static org.bytedeco.cuda.global.cudart.cuMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoH;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoD;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * The first GPU of the machine, by the driver API. All work is in the order of the calls, on the
 * default stream. Any thread may use it.
 */
final class Driver {

  private static final String LIBRARY = "the CUDA driver";

  private final CUctx_st context = new CUctx_st();
  private final ThreadLocal<Boolean> current = ThreadLocal.withInitial(() -> false);
  private final Map<Long, Long> allocated = new ConcurrentHashMap<>(); // bytes by address
  private final String name;
  private final int capability;

  Driver() {
    check(cuInit(0), "start");
    int[] device = new int[1];
    check(cuDeviceGet(device, 0), "first GPU");
    check(cuDevicePrimaryCtxRetain(context, device[0]), "context");
    byte[] text = new byte[256];
    check(cuDeviceGetName(text, text.length, device[0]), "name of the GPU");
    this.name = new String(text, StandardCharsets.UTF_8).split("\0", 2)[0];
    this.capability =
        10 * attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device[0])
            + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device[0]);
  }

  private static int attribute(int attribute, int device) {
    int[] value = new int[1];
    check(cuDeviceGetAttribute(value, attribute, device), "attribute " + attribute);
    return value[0];
  }

  private static void check(int status, String action) {
    CudaException.check(status, LIBRARY, action);
  }

  /** Returns the name of the GPU. */
  String name() {
    return name;
  }

  /** Returns the compute capability, such as 90 for 9.0. */
  int capability() {
    return capability;
  }

  private void enter() {
    if (!current.get()) {
      check(cuCtxSetCurrent(context), "context of a thread");
      current.set(true);
    }
  }

  /**
   * Allocates memory, with arbitrary content.
   *
   * @throws CudaException if the GPU has not enough
   */
  long allocate(long bytes) {
    enter();
    long[] address = new long[1];
    int status = cuMemAlloc(address, Math.max(bytes, 1));
    if (status == CUDA_ERROR_OUT_OF_MEMORY) {
      SizeTPointer free = new SizeTPointer(1);
      SizeTPointer total = new SizeTPointer(1);
      check(cuMemGetInfo(free, total), "size of the memory");
      throw new CudaException(
          "memory of %s: expected %d free bytes, found %d of %d, and %d in use by this process; use smaller batches, or close models"
              .formatted(name, bytes, free.get(), total.get(), bytes()));
    }
    check(status, "memory");
    allocated.put(address[0], bytes);
    return address[0];
  }

  void free(long address) {
    enter();
    check(cuMemFree(address), "release of memory");
    allocated.remove(address);
  }

  /** Returns the number of bytes that are allocated. */
  long bytes() {
    return allocated.values().stream().mapToLong(Long::longValue).sum();
  }

  void toDevice(long device, Pointer host, long bytes) {
    enter();
    check(cuMemcpyHtoD(device, host, bytes), "copy to the GPU");
  }

  void toHost(Pointer host, long device, long bytes) {
    enter();
    check(cuMemcpyDtoH(host, device, bytes), "copy from the GPU");
  }

  /** Loads machine code. */
  CUmod_st load(byte[] code) {
    enter();
    CUmod_st module = new CUmod_st();
    try (BytePointer bytes = new BytePointer(code)) {
      check(cuModuleLoadData(module, bytes), "load of a kernel");
    }
    return module;
  }

  /** Unloads machine code that no kernel runs any more. */
  void unload(CUmod_st module) {
    enter();
    check(cuCtxSynchronize(), "end of all kernels");
    check(cuModuleUnload(module), "release of a kernel");
  }

  CUfunc_st function(CUmod_st module, String kernel) {
    CUfunc_st function = new CUfunc_st();
    check(cuModuleGetFunction(function, module, kernel), "kernel " + kernel);
    return function;
  }

  void launch(CUfunc_st kernel, Grid grid, PointerPointer<Pointer> arguments) {
    enter();
    check(
        cuLaunchKernel(
            kernel,
            grid.x(),
            grid.y(),
            1,
            grid.threads(),
            1,
            1,
            0,
            (CUstream_st) null,
            arguments,
            (PointerPointer<Pointer>) null),
        "run of a kernel");
  }
}
