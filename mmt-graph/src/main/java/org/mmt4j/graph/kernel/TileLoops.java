package org.mmt4j.graph.kernel;

/**
 * Loops over the arrays of one tile, simple enough for the JVM to vectorise. {@code z} may be an
 * input array.
 */
final class TileLoops {

  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 355f / 512; // ln 2 = high + low, n high exact
  private static final float LN2_LOW = -2.1219444e-4f;
  private static final float ROUNDING = 12582912f; // 1.5 * 2^23: adding it rounds to an integer
  private static final float LOWEST = -87.3f; // n = -126
  private static final float HIGHEST = 89; // its exp is infinite in float32
  private static final int EXPONENT_OF_HALF = 0x3F000000;
  private static final int EXPONENT_BITS = 23;

  private TileLoops() {}

  static void add(float[] x, float[] y, float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = x[i] + y[i];
    }
  }

  static void subtract(float[] x, float[] y, float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = x[i] - y[i];
    }
  }

  static void multiply(float[] x, float[] y, float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = x[i] * y[i];
    }
  }

  static void add(float[] x, float y, float[] z, int from, int to) {
    for (int i = from; i < to; i++) {
      z[i] = x[i] + y;
    }
  }

  static void multiply(float[] x, float y, float[] z, int from, int to) {
    for (int i = from; i < to; i++) {
      z[i] = x[i] * y;
    }
  }

  /**
   * Computes 1 where x is less than the bound by 1e-30 or more, 0 where x is at least the bound.
   */
  static void below(float[] x, float bound, float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] =
          Math.max(
              0, Math.min(1, (bound - x[i]) * 1e30f)); // no branch, so that the JVM vectorises it
    }
  }

  static void reciprocal(float[] x, float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = 1 / x[i];
    }
  }

  static void reciprocalRoot(float[] x, float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = (float) (1 / Math.sqrt(x[i]));
    }
  }

  static void power(float[] x, float exponent, float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = (float) Math.pow(x[i], exponent);
    }
  }

  /**
   * Computes {@code erf(x) = x P(x²) / Q(x²)} within 4e-7, with polynomials of degree 5 fitted for
   * the smallest relative error on [-4, 4]. Constant outside, where erf is ±1 in float32.
   */
  static void erf(float[] x, float[] z, int length) {
    for (int i = 0; i < length; i++) {
      float t = Math.max(-4f, Math.min(4f, x[i]));
      float u = t * t;
      float p = 1.9866256e-6f * u + 2.8455027e-4f;
      p = p * u + 3.8832389e-3f;
      p = p * u + 5.310143e-2f;
      p = p * u + 1.9354452e-1f;
      p = p * u + 1.1283791f;
      float q = 3.7417703e-5f * u + 1.1855196e-3f;
      q = q * u + 1.5207071e-2f;
      q = q * u + 1.1534955e-1f;
      q = q * u + 5.0485694e-1f;
      q = q * u + 1;
      z[i] = t * p / q;
    }
  }

  /**
   * Computes {@code exp(x) = 2ⁿ exp(r)} with {@code x = n ln 2 + r} and a Taylor polynomial of
   * degree 6 for the second factor. The relative error is at most 3e-7; results below 1.7e-38 are
   * 0.
   *
   * @param scratch at least as long as a tile
   */
  static void exp(float[] x, float[] z, float[] scratch, int length) {
    for (int i = 0; i < length; i++) {
      float bounded = Math.max(LOWEST, Math.min(HIGHEST, x[i]));
      float shifted = bounded * LOG2_E + ROUNDING;
      float n = shifted - ROUNDING;
      float r = bounded - n * LN2_HIGH - n * LN2_LOW;
      float p = r * (1 / 720f) + 1 / 120f;
      p = p * r + 1 / 24f;
      p = p * r + 1 / 6f;
      p = p * r + 0.5f;
      scratch[i] =
          2 * ((p * r * r + r) + 1); // 2 * 2^(n-1): n = 128 is not a valid exponent, 127 is
      z[i] = shifted;
    }
    for (int i = 0; i < length; i++) { // the low bits of the shifted value are those of n
      int bits = Float.floatToRawIntBits(z[i]);
      z[i] = scratch[i] * Float.intBitsToFloat((bits << EXPONENT_BITS) + EXPONENT_OF_HALF);
    }
  }

  /**
   * Adds {@code x[r, c]} to {@code sums[c]} for all rows of a tile.
   *
   * @param scratch at least as long as a row
   */
  static void addRows(float[] x, int rows, int columns, float[] sums, float[] scratch) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(
          x, r * columns, scratch, 0, columns); // equal indices, so that the JVM vectorises the sum
      add(sums, scratch, sums, columns);
    }
  }

  /** Returns the sum of x[from .. from + length). */
  static float sum(float[] x, int from, int length) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = from;
    int to = from + length;
    for (; i + 7 < to; i += 8) { // independent sums, which run in parallel
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
      e += x[i + 4];
      f += x[i + 5];
      g += x[i + 6];
      h += x[i + 7];
    }
    for (; i < to; i++) {
      a += x[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /** Returns the maximum of x[from .. from + length); unspecified if one is NaN. */
  static float max(float[] x, int from, int length) {
    float a = x[from];
    float b = a;
    float c = a;
    float d = a;
    int i = from;
    int to = from + length;
    for (; i + 3 < to; i += 4) {
      a = x[i] > a ? x[i] : a;
      b = x[i + 1] > b ? x[i + 1] : b;
      c = x[i + 2] > c ? x[i + 2] : c;
      d = x[i + 3] > d ? x[i + 3] : d;
    }
    for (; i < to; i++) {
      a = x[i] > a ? x[i] : a;
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }
}
