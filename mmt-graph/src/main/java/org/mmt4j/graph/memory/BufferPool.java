package org.mmt4j.graph.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Working memory of compiled graphs. While a graph is compiled, an array goes back to the pool
 * after its last use and its place serves later ones. Graphs that never run at the same time share
 * a pool: each starts with all of it free.
 *
 * <p>Memory comes in slabs, each as long as all before it up to {@value #LARGEST_SLAB} elements, or
 * longer if an array is. An array lies where the least is left over.
 *
 * <p>Owns native memory: {@link #close} frees it, and with it the arrays of every graph compiled
 * over it.
 */
public final class BufferPool implements AutoCloseable {

  private static final long SMALLEST_SLAB = 1 << 10;
  private static final long LARGEST_SLAB = 1 << 24;
  private static final int ALIGNMENT = 16; // elements: at least a line of the processor's cache

  private record Slab(INDArray memory, FreeSpace space) {}

  private record Place(Slab slab, long offset, long length) {}

  private final List<Slab> slabs = new ArrayList<>();
  private final IdentityHashMap<INDArray, Place> taken = new IdentityHashMap<>();
  private final Tiles tiles = new Tiles();
  private boolean closed;

  /** Makes all memory free: what a graph does before it is compiled. */
  public void recycle() {
    taken.clear();
    slabs.forEach(slab -> slab.space.clear());
  }

  /** An array of that shape with arbitrary content, C order. */
  public INDArray take(DataType dataType, long[] shape) {
    long length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    Place place = place(dataType, Math.max(ALIGNMENT, roundedUp(length)));
    INDArray array =
        place
            .slab
            .memory
            .get(NDArrayIndex.interval(place.offset, place.offset + length))
            .reshape('c', true, shape); // never a copy
    taken.put(array, place);
    return array;
  }

  private static long roundedUp(long length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private Place place(DataType dataType, long length) {
    @Nullable Slab best = null;
    long least = Long.MAX_VALUE;
    for (Slab slab : slabs) {
      if (slab.memory.dataType() == dataType) {
        OptionalLong part = slab.space.bestFit(length);
        if (part.isPresent() && part.getAsLong() < least) {
          best = slab;
          least = part.getAsLong();
        }
      }
    }
    if (best == null) {
      best = allocate(dataType, length);
    }
    return new Place(best, best.space.take(length), length);
  }

  private Slab allocate(DataType dataType, long least) {
    long before =
        slabs.stream()
            .filter(slab -> slab.memory.dataType() == dataType)
            .mapToLong(slab -> slab.memory.length())
            .sum();
    long length = Math.max(least, Math.max(SMALLEST_SLAB, Math.min(LARGEST_SLAB, before)));
    Slab slab = new Slab(Nd4j.createUninitialized(dataType, length), new FreeSpace(length));
    slabs.add(slab);
    return slab;
  }

  /**
   * Takes back an array.
   *
   * @throws IllegalArgumentException if {@link #take} did not give it, or it was given back
   */
  public void give(INDArray array) {
    Place place = taken.remove(array);
    if (place == null) {
      throw new IllegalArgumentException(
          "array given back: found one that is not taken, of shape "
              + Arrays.toString(array.shape()));
    }
    place.slab.space.give(place.offset, place.length);
  }

  /** Memory for programs over its arrays. */
  public Tiles tiles() {
    return tiles;
  }

  /** Native memory of all slabs. */
  public long bytes() {
    return slabs.stream()
        .mapToLong(slab -> slab.memory.length() * slab.memory.dataType().width())
        .sum();
  }

  /** Whether the pool is closed: its graphs cannot run any more. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    taken.clear();
    slabs.forEach(slab -> slab.memory.close());
    slabs.clear();
  }
}
