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
 * Working memory of compiled graphs. During compilation an array returns to the pool after its last
 * use, and later arrays reuse its memory. Graphs that never run at the same time share a pool: the
 * compilation of each starts with all memory free.
 *
 * <p>Memory is allocated in slabs. A new slab is as long as all earlier slabs of its data type
 * together, at most {@value #LARGEST_SLAB} elements, but at least as long as the array that needs
 * it. An array is placed in the smallest free part that fits.
 *
 * <p>Owns native memory: {@link #close} frees it, including the arrays of every graph compiled over
 * the pool.
 */
public final class BufferPool implements AutoCloseable {

  private static final long SMALLEST_SLAB = 1 << 10;
  private static final long LARGEST_SLAB = 1 << 24;
  private static final int ALIGNMENT = 16; // elements: at least one cache line

  private record Slab(INDArray memory, FreeSpace space) {}

  private record Place(Slab slab, long offset, long length) {}

  private final List<Slab> slabs = new ArrayList<>();
  private final IdentityHashMap<INDArray, Place> taken = new IdentityHashMap<>();
  private final Tiles tiles = new Tiles();
  private boolean closed;

  /** Marks all memory as free. Called before a graph is compiled. */
  public void releaseAll() {
    taken.clear();
    slabs.forEach(slab -> slab.space.clear());
  }

  /** Returns an array of a shape in C order, with arbitrary content. */
  public INDArray acquire(DataType dataType, long[] shape) {
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
    Slab slab =
        new Slab(
            Twins.arbitrary(Nd4j.createUninitialized(dataType, length)), new FreeSpace(length));
    slabs.add(slab);
    return slab;
  }

  /**
   * Returns an array to the pool.
   *
   * @throws IllegalArgumentException if the array is not from {@link #acquire}, or was already
   *     returned
   */
  public void release(INDArray array) {
    Place place = taken.remove(array);
    if (place == null) {
      throw new IllegalArgumentException(
          "array returned to the pool: expected one that is in use, found one that is not, of shape "
              + Arrays.toString(array.shape()));
    }
    place.slab.space.free(place.offset, place.length);
  }

  /** Returns the heap memory of tile programs over the pool's arrays. */
  public Tiles tiles() {
    return tiles;
  }

  /** Returns the native memory of all slabs in bytes. */
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
    slabs.forEach(slab -> Twins.close(slab.memory));
    slabs.clear();
  }
}
