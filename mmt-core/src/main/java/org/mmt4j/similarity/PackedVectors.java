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

  private final ImmutableList<? extends VectorBlock> blocks;
  private final int size;

  private PackedVectors(ImmutableList<? extends VectorBlock> blocks) {
    this.blocks = blocks;
    this.size = blocks.stream().mapToInt(VectorBlock::rows).reduce(0, Math::addExact);
  }

  /**
   * Takes vectors one after the other: of those that are not packed yet it holds a block, {@value
   * #BLOCK_VALUES} values. What the stream throws passes through, with nothing left open.
   *
   * @param width of each vector
   */
  public static PackedVectors of(VectorPrecision precision, int width, Stream<float[]> vectors) {
    return new PackedVectors(
        switch (precision) {
          case FLOAT32 -> FloatBlock.joined(blocks(width, vectors, FloatBlock::of));
          case INT8 -> blocks(width, vectors, Int8Block::of);
        });
  }

  private static <B extends VectorBlock> ImmutableList<B> blocks(
      int width, Stream<float[]> vectors, Function<List<float[]>, B> packing) {
    List<B> blocks = new ArrayList<>();
    try {
      Iterators.partition(vectors.iterator(), Math.max(1, BLOCK_VALUES / width))
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

  /** The product of each vector with another, in their order. */
  public float[] products(float[] other) {
    float[] products = new float[size];
    int first = 0;
    for (VectorBlock block : blocks) {
      block.multiply(other, products, first);
      first += block.rows();
    }
    return products;
  }

  @Override
  public void close() {
    blocks.forEach(VectorBlock::close);
  }
}
