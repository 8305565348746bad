package org.mmt4j.similarity;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Words of {@link VectorPrecision#INT8}: four values each. Bytes store the value plus {@value
 * #OFFSET}, because unsigned bytes need only a shift and a mask.
 *
 * <p>The other vector is quantized to integers, too, with 11 bits, or fewer for more than 8000
 * values. A product is a sum of integers, which does not depend on the order, times both scales.
 */
final class Int8Words implements WordFormat {

  private static final int LARGEST = 127;
  private static final int LARGEST_OF_OTHER = 2047;

  /** Difference between a stored byte and its value. */
  private static final int OFFSET = 128;

  /** Mask of one byte. */
  private static final int BYTE = 0xFF;

  @Override
  public int words(int dimension) {
    return (dimension + 3) / 4;
  }

  @Override
  public float encode(float[] vector, int[] group, int index, int vectors) {
    QuantizedVector quantized = QuantizedVector.of(vector, LARGEST);
    int[] values = quantized.values();
    for (int k = 0; k < values.length; k++) {
      group[k / 4 * vectors + index] |= (values[k] + OFFSET) << (Byte.SIZE * (k % 4));
    }
    return quantized.scale();
  }

  @Override
  public float[] decode(int[] words, int dimension) {
    float[] vector = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      vector[k] = (words[k / 4] >>> (Byte.SIZE * (k % 4)) & BYTE) - OFFSET;
    }
    return vector;
  }

  @Override
  public Products products(float[] vector) {
    int words = words(vector.length);
    return new ByteProducts(QuantizedVector.of(vector, largestOfOther(words)), words);
  }

  /**
   * Returns the largest integer of the other vector for which no sum of products overflows an int.
   */
  private static int largestOfOther(int words) {
    return (int) Math.min(LARGEST_OF_OTHER, Integer.MAX_VALUE / (4L * LARGEST * words));
  }

  private static final class ByteProducts implements Products {

    private final int[] factors;
    private final int offset; // modulo 2^32, like the sums
    private final float scale;
    private final int[] words = new int[GROUP];
    private final int[] sums = new int[GROUP];

    ByteProducts(QuantizedVector other, int words) {
      this.factors = Arrays.copyOf(other.values(), 4 * words);
      this.offset = OFFSET * IntStream.of(factors).sum();
      this.scale = other.scale();
    }

    @Override
    public float scale() {
      return scale;
    }

    @Override
    public void write(Words source, int first, int vectors, float[] products) {
      Arrays.fill(sums, -offset);
      for (int j = 0; j < factors.length / 4; j++) {
        source.ints().get(first + j * vectors, words, 0, vectors);
        add(words, 0, factors[4 * j], factors[4 * j + 1], sums, vectors);
        add(words, 2 * Byte.SIZE, factors[4 * j + 2], factors[4 * j + 3], sums, vectors);
      }
      for (int i = 0; i < vectors; i++) {
        products[i] = sums[i];
      }
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
  }
}
