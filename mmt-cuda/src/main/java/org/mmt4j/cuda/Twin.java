package org.mmt4j.cuda;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Memory of the GPU for memory of the host, and which of the two is newer. */
final class Twin {

  private enum Newer {
    HOST,
    NONE,
    DEVICE
  }

  private final Driver driver;
  private final Pointer host;
  private final long bytes;
  private final long device;
  private Newer newer;

  /**
   * Allocates a twin.
   *
   * @param arbitrary whether the host's memory has no values yet
   */
  Twin(Driver driver, Pointer host, long bytes, boolean arbitrary) {
    this.driver = driver;
    this.host = host;
    this.bytes = bytes;
    this.newer = arbitrary ? Newer.NONE : Newer.HOST;
    this.device = driver.allocate(bytes);
  }

  /** Returns the address of an array on the GPU. */
  long address(INDArray array) {
    return device + offset(array);
  }

  private static long offset(INDArray array) {
    return array.offset() * array.dataType().width();
  }

  /** Returns the bytes from the first to the last element. */
  private static long extent(INDArray array) {
    long last = 0;
    for (int axis = 0; axis < array.rank(); axis++) {
      last += (array.size(axis) - 1) * array.stride(axis);
    }
    return (last + 1) * array.dataType().width();
  }

  /** Called before a kernel reads or writes a part of the memory. */
  synchronized void beforeUse() {
    if (newer == Newer.HOST) {
      driver.toDevice(device, host, bytes);
      newer = Newer.NONE;
    }
  }

  /** Called after a kernel has written. */
  synchronized void afterWrite() {
    newer = Newer.DEVICE;
  }

  synchronized void changed() {
    newer = Newer.HOST;
  }

  /** Makes the values of an array on the host current. */
  synchronized void download(INDArray array) {
    if (newer == Newer.DEVICE) {
      long size = extent(array);
      driver.toHost(part(array), address(array), size);
      newer = size == bytes ? Newer.NONE : Newer.DEVICE;
    }
  }

  /** Called after an operation of the host has written an array. */
  synchronized void upload(INDArray array) {
    if (newer != Newer.HOST) {
      driver.toDevice(address(array), part(array), extent(array));
      newer = Newer.DEVICE;
    }
  }

  private Pointer part(INDArray array) {
    return new BytePointer(host).getPointer(offset(array));
  }

  synchronized void free() {
    driver.free(device);
  }
}
