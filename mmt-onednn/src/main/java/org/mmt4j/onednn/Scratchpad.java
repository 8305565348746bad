package org.mmt4j.onednn;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * The working memory of the products that one thread runs, as long as the longest one needs. Freed
 * with the thread.
 */
final class Scratchpad {

  private static final ThreadLocal<Memory> MEMORY = ThreadLocal.withInitial(() -> new Memory(1));
  private static final int ALIGNMENT = 64; // a cache line

  private Scratchpad() {}

  /** Returns the memory of the calling thread. */
  static Pointer of(long bytes) {
    Memory memory = MEMORY.get();
    if (memory.size() < bytes + ALIGNMENT) {
      memory = new Memory(bytes + ALIGNMENT);
      MEMORY.set(memory);
    }
    return memory.align(ALIGNMENT);
  }
}
