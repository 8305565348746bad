package org.mmt4j.onednn;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * The working memory of the products that one thread runs, as long as the longest one needs: at
 * most a few MiB, and the size of the largest factor that is copied. Freed with the thread.
 */
final class Scratchpad {

  private static final ThreadLocal<Scratchpad> OF_THREAD =
      ThreadLocal.withInitial(() -> new Scratchpad(1));
  private static final int ALIGNMENT = 64; // a cache line

  private final Memory memory;

  private Scratchpad(long bytes) {
    this.memory = new Memory(bytes);
  }

  /** Returns memory of the calling thread for two areas. */
  static Scratchpad of(long first, long second) {
    Scratchpad found = OF_THREAD.get();
    long bytes = first + second + 2 * ALIGNMENT;
    if (found.memory.size() < bytes) {
      found = new Scratchpad(bytes);
      OF_THREAD.set(found);
    }
    return found;
  }

  /** Places an object of oneDNN at the first aligned address from an offset. */
  void set(Pointer object, long offset) {
    long address = Pointer.nativeValue(memory) + offset;
    long aligned = (address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    OneDnnException.check(
        Dnnl.dnnl_memory_set_data_handle(object, new Pointer(aligned)), "working memory");
  }
}
