package org.mmt4j.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Working memory of compiled graphs. While a graph is compiled, an array goes back to the pool
 * after its last use and serves a later one of about the same length. Graphs that never run at the
 * same time share a pool: each starts with all of it free.
 *
 * <p>Buffers have lengths that are powers of two, and an array is the start of one. So graphs of
 * one structure, however many and of whatever shapes, hold less than twice what the largest of them
 * takes alone: each of its buffers of length n may leave others of n/2, n/4, ... to smaller shapes.
 * Since rounding up less than doubles a length, that is less than four times the largest graph's
 * arrays.
 *
 * <p>Owns native memory: {@link #close} frees it, and with it the arrays of every graph compiled
 * over it.
 */
public final class BufferPool implements AutoCloseable {

  /** Buffers that serve the same arrays. */
  private record Size(DataType dataType, long length) {

    static Size of(DataType dataType, long[] shape) {
      long length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
      return new Size(dataType, Long.highestOneBit(Math.max(1, length - 1)) << 1);
    }
  }

  private final List<INDArray> owned = new ArrayList<>();
  private final Map<Size, Deque<INDArray>> free = new HashMap<>();
  private final IdentityHashMap<INDArray, INDArray> taken =
      new IdentityHashMap<>(); // array to its buffer
  private final Tiles tiles = new Tiles();
  private boolean closed;

  /** Makes every buffer free: what a graph does before it is compiled. */
  void recycle() {
    taken.clear();
    free.clear();
    owned.forEach(this::makeFree);
  }

  /** An array of that shape with arbitrary content, C order. */
  INDArray take(DataType dataType, long[] shape) {
    Size size = Size.of(dataType, shape);
    INDArray buffer = free.getOrDefault(size, new ArrayDeque<>()).poll();
    if (buffer == null) {
      buffer = allocate(size);
    }
    INDArray array = start(buffer, shape);
    taken.put(array, buffer);
    return array;
  }

  /**
   * Takes back an array.
   *
   * @throws IllegalArgumentException if {@link #take} did not give it, or it was given back
   */
  void give(INDArray array) {
    INDArray buffer = taken.remove(array);
    if (buffer == null) {
      throw new IllegalArgumentException(
          "array given back: found one that is not taken, of shape "
              + Arrays.toString(array.shape()));
    }
    makeFree(buffer);
  }

  /** Memory for programs over its arrays. */
  Tiles tiles() {
    return tiles;
  }

  /** Native memory of all buffers. */
  long bytes() {
    return owned.stream().mapToLong(buffer -> buffer.length() * buffer.dataType().width()).sum();
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("buffer pool: used after close");
    }
  }

  @Override
  public void close() {
    closed = true;
    taken.clear();
    free.clear();
    owned.forEach(INDArray::close);
    owned.clear();
  }

  private INDArray allocate(Size size) {
    INDArray buffer = Nd4j.createUninitialized(size.dataType(), size.length());
    owned.add(buffer);
    return buffer;
  }

  private void makeFree(INDArray buffer) {
    free.computeIfAbsent(Size.of(buffer.dataType(), buffer.shape()), unknown -> new ArrayDeque<>())
        .push(buffer);
  }

  /** The buffer's first elements as an array of that shape. */
  private static INDArray start(INDArray buffer, long[] shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    INDArray flat =
        length == buffer.length() ? buffer : buffer.get(NDArrayIndex.interval(0, length));
    return flat.reshape('c', true, shape); // never a copy
  }
}
