package org.mmt4j.graph.ir;

import java.util.IdentityHashMap;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pooled memory of one or more variables, with the number of pending reads. */
public final class Storage {
  private final INDArray buffer;
  private final IdentityHashMap<INDArray, INDArray> roundedCopies = new IdentityHashMap<>();
  private int reads;
  private boolean returned;

  /** Creates a storage without pending reads. */
  public Storage(INDArray buffer) {
    this.buffer = buffer;
  }

  /** Adds to the number of pending reads; negative when reads are done. */
  public void addReads(int count) {
    reads += count;
  }

  /** Returns the copies in bfloat16 of arrays in this memory; they return to the pool with it. */
  public IdentityHashMap<INDArray, INDArray> roundedCopies() {
    return roundedCopies;
  }

  /** Returns the memory to the pool if no reads are pending. */
  public void returnTo(BufferPool pool) {
    if (reads == 0 && !returned) {
      returned = true;
      pool.release(buffer);
      roundedCopies.values().forEach(pool::release);
    }
  }
}
