package org.mmt4j.similarity;

import java.nio.IntBuffer;
import java.util.List;
import org.bytedeco.javacpp.IntPointer;
import org.mmt4j.graph.Workers;

/**
 * {@link VectorPrecision#INT8}. A vector is a row of words of four bytes. Byte k of word j is value
 * {@code k W + j} of W words, so that four loops over whole words, which the JVM vectorises, meet
 * all values.
 *
 * <p>The other vector becomes whole numbers too, of 11 bits: a product is a sum of whole numbers,
 * the same in any order, times both scales.
 */
final class Int8Block implements VectorBlock {

  private static final int LARGEST = 127;
  private static final int LARGEST_OF_OTHER = 2047;
  private static final int ROWS_OF_CHUNK = 128;

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
    IntBuffer rows = words.asBuffer();
    for (int row = 0; row < scales.length; row++) {
      WholeNumbers numbers = WholeNumbers.of(vectors.get(row), LARGEST);
      scales[row] = numbers.scale();
      rows.put(row * wordsOfRow, packed(numbers.values(), wordsOfRow));
    }
    return new Int8Block(words, scales, wordsOfRow);
  }

  private static int[] packed(int[] values, int wordsOfRow) {
    int[] packed = new int[wordsOfRow];
    for (int i = 0; i < values.length; i++) {
      packed[i % wordsOfRow] |= (values[i] & 0xFF) << (8 * (i / wordsOfRow));
    }
    return packed;
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
  public void multiply(float[] other, float[] products, int first) {
    WholeNumbers numbers = WholeNumbers.of(other, largestOfOther());
    int[][] quarters = new int[4][wordsOfRow];
    for (int i = 0; i < other.length; i++) {
      quarters[i / wordsOfRow][i % wordsOfRow] = numbers.values()[i];
    }
    IntBuffer rows = words.asBuffer();
    int chunks = (rows() + ROWS_OF_CHUNK - 1) / ROWS_OF_CHUNK;
    Workers.run(
        chunks,
        Workers.most(),
        worker -> {
          int[] row = new int[wordsOfRow];
          int[] sums = new int[wordsOfRow];
          return chunk -> {
            int end = Math.min(rows(), (chunk + 1) * ROWS_OF_CHUNK);
            for (int i = chunk * ROWS_OF_CHUNK; i < end; i++) {
              rows.get(i * wordsOfRow, row);
              multiply(row, quarters[0], quarters[1], quarters[2], quarters[3], sums);
              products[first + i] = sum(sums) * (scales[i] * numbers.scale());
            }
          };
        });
  }

  /** Such that no sum of products is beyond an int. */
  private int largestOfOther() {
    return Math.min(LARGEST_OF_OTHER, Integer.MAX_VALUE / (LARGEST * 4 * wordsOfRow));
  }

  private static void multiply(int[] x, int[] a, int[] b, int[] c, int[] d, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      int word = x[i];
      sums[i] =
          (word << 24 >> 24) * a[i]
              + (word << 16 >> 24) * b[i]
              + (word << 8 >> 24) * c[i]
              + (word >> 24) * d[i];
    }
  }

  private static int sum(int[] values) {
    int sum = 0;
    for (int value : values) {
      sum += value;
    }
    return sum;
  }

  @Override
  public void close() {
    words.close();
  }
}
