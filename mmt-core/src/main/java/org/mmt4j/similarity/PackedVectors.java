package org.mmt4j.similarity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterators;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Workspaces;
import org.mmt4j.graph.kernel.Workers;

/**
 * The packed vectors of many videos in native memory. {@link #close} frees it. Thread-safe until
 * then.
 */
public final class PackedVectors implements AutoCloseable {

  private static final int BLOCK_VALUES = 1 << 25;

  private final ImmutableList<VectorBlock> blocks;
  private final int dimension;
  private final int size;
  private volatile boolean closed;

  private PackedVectors(int dimension, ImmutableList<VectorBlock> blocks) {
    this.blocks = blocks;
    this.dimension = dimension;
    this.size = blocks.stream().mapToInt(VectorBlock::rows).reduce(0, Math::addExact);
  }

  /**
   * Packs a stream of vectors block by block, with {@value #BLOCK_VALUES} values per block. If the
   * stream throws, frees all blocks and throws the same exception. The memory belongs to no
   * workspace of the caller.
   *
   * @param dimension length of each vector
   * @throws IllegalArgumentException if a vector has a different length, or NaN or infinite values
   */
  public static PackedVectors of(
      VectorPrecision precision, int dimension, Stream<float[]> vectors) {
    return Workspaces.outside(
        () ->
            new PackedVectors(
                dimension,
                switch (precision) {
                  case FLOAT32 -> blocks(dimension, vectors, FloatBlock::of);
                  case BFLOAT16, INT8 -> blocks(dimension, vectors, words(precision));
                }));
  }

  private static Function<List<float[]>, VectorBlock> words(VectorPrecision precision) {
    WordFormat format = WordFormat.of(precision);
    return vectors -> WordBlock.of(format, vectors);
  }

  private static ImmutableList<VectorBlock> blocks(
      int dimension, Stream<float[]> vectors, Function<List<float[]>, VectorBlock> packing) {
    List<VectorBlock> blocks = new ArrayList<>();
    try {
      Iterators.partition(
              vectors.peek(vector -> requireFits("vector to pack", vector, dimension)).iterator(),
              Math.max(1, BLOCK_VALUES / dimension))
          .forEachRemaining(part -> blocks.add(packing.apply(part)));
    } catch (RuntimeException | Error e) {
      blocks.forEach(VectorBlock::close);
      throw e;
    }
    return ImmutableList.copyOf(blocks);
  }

  /** Returns the number of vectors. */
  public int size() {
    return size;
  }

  /** Returns the length of each vector. */
  public int dimension() {
    return dimension;
  }

  /** Returns the native memory in bytes. */
  public long bytes() {
    return blocks.stream().mapToLong(VectorBlock::bytes).sum();
  }

  static void requireFits(String what, float[] vector, int dimension) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          what + ": found " + vector.length + " values, expected " + dimension);
    }
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException(
            what + ": found " + vector[i] + " as value " + i + ", expected finite values");
      }
    }
  }

  /**
   * Returns the dot product of each vector with another one, in order. In single precision it is
   * exact up to rounding. With BFLOAT16 it is that of the stored values. With INT8 it is {@code
   * scale_i t sum_k q_ik r_k}: the other vector is quantized to integers r_k times t, with 11 bits,
   * or fewer for more than 8000 values.
   *
   * @throws IllegalArgumentException if the other vector has a different length, or NaN or infinite
   *     values
   * @throws IllegalStateException if closed
   */
  public float[] products(float[] other) {
    requireFits("vector to multiply with", other, dimension);
    requireOpen();
    float[] products = new float[size];
    try (FloatPointer vector = new FloatPointer(other)) {
      List<Workers.Job> jobs = new ArrayList<>();
      int first = 0;
      for (VectorBlock block : blocks) {
        jobs.add(block.job(vector, products, first));
        first += block.rows();
      }
      Workers.run(jobs);
    } finally {
      Reference.reachabilityFence(this); // keeps the memory alive while workers read it
    }
    return products;
  }

  /**
   * Returns the dot products with all other vectors as one matrix product: row i belongs to the
   * i-th other vector. They equal those of {@link #products(float[])} up to rounding.
   *
   * @param others vectors in single precision
   * @throws IllegalArgumentException if the others have a different dimension or precision
   * @throws IllegalStateException if these or the others are closed
   */
  public float[][] products(PackedVectors others) {
    if (others.dimension != dimension) {
      throw new IllegalArgumentException(
          "vectors to multiply with: found " + others.dimension + " values, expected " + dimension);
    }
    requireOpen();
    others.requireOpen();
    float[][] products = new float[others.size][size];
    int row = 0;
    try {
      for (FloatBlock rows : others.floatBlocks()) {
        int column = 0;
        for (VectorBlock block : blocks) {
          block.multiply(rows, products, row, column);
          column += block.rows();
        }
        row += rows.rows();
      }
    } finally {
      Reference.reachabilityFence(this);
      Reference.reachabilityFence(others);
    }
    return products;
  }

  private List<FloatBlock> floatBlocks() {
    return blocks.stream()
        .map(
            block -> {
              if (block instanceof FloatBlock floats) {
                return floats;
              }
              throw new IllegalArgumentException(
                  "vectors to multiply with: found another precision, expected FLOAT32");
            })
        .toList();
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException("packed vectors");
    }
  }

  /** Frees the memory; no other call may be running. Closing again has no effect. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      blocks.forEach(VectorBlock::close);
    }
  }
}
