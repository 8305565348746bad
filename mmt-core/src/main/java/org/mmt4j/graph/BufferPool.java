package org.mmt4j.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Working memory of compiled graphs. While a graph is compiled, an array goes back to the pool
 * after its last use and serves a later one of the same length. Graphs that never run at the same
 * time share a pool: each starts with all of it free.
 *
 * <p>Owns native memory: {@link #close} frees it, and with it the arrays of every graph compiled
 * over it.
 */
public final class BufferPool implements AutoCloseable {

  private record Size(DataType dataType, long length) {}

  private final List<INDArray> owned = new ArrayList<>();
  private final Map<Size, Deque<INDArray>> free = new HashMap<>();
  private boolean closed;

  /** Makes every buffer free: what a graph does before it is compiled. */
  void recycle() {
    free.clear();
    owned.forEach(this::give);
  }

  /** An array of that shape with arbitrary content, C order. */
  INDArray take(DataType dataType, long[] shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    INDArray buffer = free.getOrDefault(new Size(dataType, length), new ArrayDeque<>()).poll();
    return (buffer == null ? allocate(dataType, length) : buffer).reshape(shape);
  }

  /** Returns an array that {@link #take} gave, or a reshaped view of all of it. */
  void give(INDArray array) {
    free.computeIfAbsent(new Size(array.dataType(), array.length()), size -> new ArrayDeque<>())
        .push(array.reshape(array.length()));
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("buffer pool: used after close");
    }
  }

  @Override
  public void close() {
    closed = true;
    free.clear();
    owned.forEach(INDArray::close);
    owned.clear();
  }

  private INDArray allocate(DataType dataType, long length) {
    INDArray buffer = Nd4j.createUninitialized(dataType, length);
    owned.add(buffer);
    return buffer;
  }
}
