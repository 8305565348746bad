package org.mmt4j.graph.ir;

import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pooled memory behind one or several variables, and how many reads of it are still to come. */
public final class Storage {
  private final INDArray buffer;
  private int reads;
  private boolean returned;

  /** Memory that nothing reads yet. */
  public Storage(INDArray buffer) {
    this.buffer = buffer;
  }

  /** Counts reads that are to come; negative when they are done. */
  public void addReads(int count) {
    reads += count;
  }

  /** Returns the memory to the pool if no reads are to come. */
  public void returnTo(BufferPool pool) {
    if (reads == 0 && !returned) {
      returned = true;
      pool.give(buffer);
    }
  }
}
