package org.mmt4j.similarity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterators;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The packed vectors of many videos, in native memory that {@link #close} frees. Safe for use by
 * many threads until then.
 */
public final class PackedVectors implements AutoCloseable {

  private static final int BLOCK_VALUES = 1 << 24;

  private final ImmutableList<VectorBlock> blocks;
  private final int width;
  private final int size;
  private volatile boolean closed;

  private PackedVectors(int width, ImmutableList<VectorBlock> blocks) {
    this.blocks = blocks;
    this.width = width;
    this.size = blocks.stream().mapToInt(VectorBlock::rows).reduce(0, Math::addExact);
  }

  /**
   * Takes vectors one after the other: of those that are not packed yet it holds a block, {@value
   * #BLOCK_VALUES} values. What the stream throws passes through, with nothing left open.
   *
   * @param width of each vector
   * @throws IllegalArgumentException if a vector has another
   */
  public static PackedVectors of(VectorPrecision precision, int width, Stream<float[]> vectors) {
    return new PackedVectors(
        width,
        switch (precision) {
          case FLOAT32 -> blocks(width, vectors, FloatBlock::of);
          case INT8 -> blocks(width, vectors, Int8Block::of);
        });
  }

  private static ImmutableList<VectorBlock> blocks(
      int width, Stream<float[]> vectors, Function<List<float[]>, VectorBlock> packing) {
    List<VectorBlock> blocks = new ArrayList<>();
    try {
      Iterators.partition(
              vectors.peek(vector -> requireWidth("vector to pack", vector, width)).iterator(),
              Math.max(1, BLOCK_VALUES / width))
          .forEachRemaining(part -> blocks.add(packing.apply(part)));
    } catch (RuntimeException e) {
      blocks.forEach(VectorBlock::close);
      throw e;
    }
    return ImmutableList.copyOf(blocks);
  }

  /** Number of vectors. */
  public int size() {
    return size;
  }

  /** Native memory that they take. */
  public long bytes() {
    return blocks.stream().mapToLong(VectorBlock::bytes).sum();
  }

  private static void requireWidth(String what, float[] vector, int width) {
    if (vector.length != width) {
      throw new IllegalArgumentException(
          what + ": found " + vector.length + " values, expected " + width);
    }
  }

  /**
   * The product of each vector with another, in their order: to rounding in single precision, else
   * {@code scale_i t sum_k q_ik r_k}, with the other as whole numbers r_k of 11 bits times t.
   *
   * @throws IllegalArgumentException if the other has another width
   * @throws IllegalStateException if closed
   */
  public float[] products(float[] other) {
    requireWidth("vector to multiply with", other, width);
    if (closed) {
      throw new IllegalStateException("packed vectors: used after close");
    }
    float[] products = new float[size];
    int first = 0;
    for (VectorBlock block : blocks) {
      block.multiply(other, products, first);
      first += block.rows();
    }
    return products;
  }

  /** Frees the memory; nothing may use it meanwhile. Closing twice is harmless. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      blocks.forEach(VectorBlock::close);
    }
  }
}
