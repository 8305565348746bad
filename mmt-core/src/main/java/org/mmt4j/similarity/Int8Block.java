package org.mmt4j.similarity;

import com.google.common.collect.Lists;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.mmt4j.graph.kernel.Workers;

/**
 * Block of {@link VectorPrecision#INT8}. Four values of a vector are the bytes of a word. In a
 * group of {@value #GROUP} vectors, the first words of all vectors are stored together, then the
 * second words, and so on. A product is then a loop over words of different vectors, which the JVM
 * vectorizes, without a sum within a vector. Bytes store the value plus {@value #OFFSET}, because
 * unsigned bytes need only a shift and a mask.
 *
 * <p>The other vector is quantized to integers, too, with 11 bits, or fewer for more than 8000
 * values. A product is a sum of integers, which does not depend on the order, times both scales.
 */
final class Int8Block implements VectorBlock {

  private static final int LARGEST = 127;
  private static final int LARGEST_OF_OTHER = 2047;

  /** Difference between a stored byte and its value. */
  private static final int OFFSET = 128;

  /** Mask of one byte. */
  private static final int BYTE = 0xFF;

  /** Vectors per group: their sums and one word of each fit in the L1 cache. */
  private static final int GROUP = 512;

  private final IntPointer words;
  private final float[] scales;
  private final int wordsOfRow;

  private Int8Block(IntPointer words, float[] scales, int wordsOfRow) {
    this.words = words;
    this.scales = scales;
    this.wordsOfRow = wordsOfRow;
  }

  static Int8Block of(List<float[]> vectors) {
    int wordsOfRow = (vectors.get(0).length + 3) / 4;
    float[] scales = new float[vectors.size()];
    IntPointer words = new IntPointer((long) vectors.size() * wordsOfRow);
    try {
      fill(words.asBuffer(), scales, vectors, wordsOfRow);
      return new Int8Block(words, scales, wordsOfRow);
    } catch (RuntimeException | Error e) {
      words.close();
      throw e;
    }
  }

  private static void fill(
      IntBuffer target, float[] scales, List<float[]> vectors, int wordsOfRow) {
    int row = 0;
    for (List<float[]> group : Lists.partition(vectors, GROUP)) {
      int[] packed = new int[group.size() * wordsOfRow];
      for (int i = 0; i < group.size(); i++) {
        QuantizedVector quantized = QuantizedVector.of(group.get(i), LARGEST);
        scales[row + i] = quantized.scale();
        pack(quantized.values(), packed, i, group.size());
      }
      target.put(packed);
      row += group.size();
    }
  }

  private static void pack(int[] values, int[] packed, int vector, int vectors) {
    for (int k = 0; k < values.length; k++) {
      packed[k / 4 * vectors + vector] |= (values[k] + OFFSET) << (Byte.SIZE * (k % 4));
    }
  }

  @Override
  public int rows() {
    return scales.length;
  }

  @Override
  public long bytes() {
    return (long) scales.length * wordsOfRow * Integer.BYTES;
  }

  @Override
  public Workers.Job job(FloatPointer other, float[] products, int first) {
    float[] values = new float[(int) other.capacity()];
    other.get(values);
    QuantizedVector quantized = QuantizedVector.of(values, largestOfOther());
    int[] factors = Arrays.copyOf(quantized.values(), 4 * wordsOfRow);
    int offset = OFFSET * IntStream.of(factors).sum(); // modulo 2^32, like the sums
    IntBuffer source = words.asBuffer();
    return new Workers.Job(
        (rows() + GROUP - 1) / GROUP,
        worker -> {
          int[] word = new int[GROUP];
          int[] sums = new int[GROUP];
          return group -> {
            int row = group * GROUP;
            int vectors = Math.min(GROUP, rows() - row);
            Arrays.fill(sums, -offset);
            for (int j = 0; j < wordsOfRow; j++) {
              source.get(row * wordsOfRow + j * vectors, word, 0, vectors);
              add(word, 0, factors[4 * j], factors[4 * j + 1], sums, vectors);
              add(word, 2 * Byte.SIZE, factors[4 * j + 2], factors[4 * j + 3], sums, vectors);
            }
            for (int i = 0; i < vectors; i++) {
              products[first + row + i] = sums[i] * (scales[row + i] * quantized.scale());
            }
          };
        });
  }

  @Override
  public void multiply(FloatBlock others, float[][] products, int firstRow, int firstColumn) {
    float[][] rows = others.matrix().toFloatMatrix();
    for (int i = 0; i < rows.length; i++) {
      try (FloatPointer row = new FloatPointer(rows[i])) {
        Workers.run(List.of(job(row, products[firstRow + i], firstColumn)));
      }
    }
  }

  /**
   * Returns the largest integer of the other vector for which no sum of products overflows an int.
   */
  private int largestOfOther() {
    return (int) Math.min(LARGEST_OF_OTHER, Integer.MAX_VALUE / (4L * LARGEST * wordsOfRow));
  }

  /**
   * Adds the products of two bytes of each word; with four, the JVM vectorizes the loop only for
   * some callers.
   */
  private static void add(int[] words, int shift, int a, int b, int[] sums, int vectors) {
    for (int i = 0; i < vectors; i++) {
      int word = words[i] >>> shift;
      sums[i] += (word & BYTE) * a + (word >>> Byte.SIZE & BYTE) * b;
    }
  }

  @Override
  public void close() {
    words.close();
  }
}
