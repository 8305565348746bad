package org.mmt4j.similarity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Words of {@link VectorPrecision#BFLOAT16}: two values each, the first one in the lower half.
 *
 * <p>The JVM vectorizes shifts and masks of integers and copies of memory, but no change of single
 * values from int to float. So a product writes the bits of a group to memory as integers and reads
 * them as floats.
 */
final class BFloat16Words implements WordFormat {

  private static final int HALF = 16;
  private static final int UPPER = 0xFFFF0000;
  private static final int LARGEST = 0x7F7F;
  private static final int SIGN = 0x8000;

  @Override
  public int words(int dimension) {
    return (dimension + 1) / 2;
  }

  @Override
  public float encode(float[] vector, int[] group, int index, int vectors) {
    for (int k = 0; k < vector.length; k++) {
      group[k / 2 * vectors + index] |= rounded(vector[k]) << (HALF * (k % 2));
    }
    return 1;
  }

  /** Returns the 16 bits nearest to a finite value, ties to even, without overflow to infinity. */
  private static int rounded(float value) {
    int bits = Float.floatToRawIntBits(value);
    int rounded = (bits + 0x7FFF + ((bits >>> HALF) & 1)) >>> HALF;
    return (rounded & ~SIGN) > LARGEST ? (rounded & SIGN) | LARGEST : rounded;
  }

  @Override
  public float[] decode(int[] words, int dimension) {
    float[] vector = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      int word = words[k / 2];
      vector[k] = Float.intBitsToFloat(k % 2 == 0 ? word << HALF : word & UPPER);
    }
    return vector;
  }

  @Override
  public Products products(float[] vector) {
    return new PairProducts(Arrays.copyOf(vector, 2 * words(vector.length)));
  }

  private static final class PairProducts implements Products {

    private final float[] factors;
    private final int[] words = new int[GROUP];
    private final int[] bits = new int[2 * GROUP];
    private final float[] values = new float[2 * GROUP];
    private final IntBuffer asInts;
    private final FloatBuffer asFloats;

    PairProducts(float[] factors) {
      this.factors = factors;
      ByteBuffer memory =
          ByteBuffer.allocateDirect(bits.length * Integer.BYTES).order(ByteOrder.nativeOrder());
      this.asInts = memory.asIntBuffer();
      this.asFloats = memory.asFloatBuffer();
    }

    @Override
    public float scale() {
      return 1;
    }

    @Override
    public void write(Words source, int first, int vectors, float[] products) {
      Arrays.fill(products, 0, vectors, 0);
      for (int j = 0; j < factors.length / 2; j++) {
        source.ints().get(first + j * vectors, words, 0, vectors);
        split(words, bits, vectors);
        asInts.put(0, bits);
        asFloats.get(0, values);
        add(values, factors[2 * j], factors[2 * j + 1], products, vectors);
      }
    }

    private static void split(int[] words, int[] bits, int vectors) {
      for (int i = 0; i < vectors; i++) {
        bits[i] = words[i] << HALF;
        bits[GROUP + i] = words[i] & UPPER;
      }
    }

    private static void add(float[] values, float a, float b, float[] sums, int vectors) {
      for (int i = 0; i < vectors; i++) {
        sums[i] += values[i] * a + values[GROUP + i] * b;
      }
    }
  }
}
