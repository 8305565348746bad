package org.mmt4j.cuda;

import java.util.ArrayList;
import java.util.List;

/**
 * Memory of the GPU that the kernels of one graph use one after the other. Memory that was given
 * out stays, because prepared kernels have its address: each allocation is at least twice as long
 * as the one before.
 */
final class Scratch implements AutoCloseable {

  private final Driver driver;
  private final List<Long> addresses = new ArrayList<>();
  private long bytes;

  Scratch(Driver driver) {
    this.driver = driver;
  }

  /** Returns whether nothing is allocated that an owner has to close. */
  boolean isEmpty() {
    return addresses.isEmpty();
  }

  /** Returns the address of at least that much memory. */
  long address(long needed) {
    if (needed > bytes) {
      long size = Math.max(needed, 2 * bytes);
      addresses.add(driver.allocate(size));
      bytes = size;
    }
    return addresses.get(addresses.size() - 1);
  }

  @Override
  public void close() {
    addresses.forEach(driver::free);
    addresses.clear();
    bytes = 0;
  }
}
