package org.mmt4j.similarity;

/**
 * A vector quantized to integers times a scale. The scale is the largest absolute value divided by
 * the largest integer.
 *
 * @param scale 0 for a vector of zeros
 */
record QuantizedVector(int[] values, float scale) {

  static QuantizedVector of(float[] vector, int largest) {
    float maximum = 0;
    for (float value : vector) {
      maximum = Math.max(maximum, Math.abs(value));
    }
    float scale = maximum / largest;
    int[] values = new int[vector.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale == 0 ? 0 : limited(largest, Math.round(vector[i] / scale));
    }
    return new QuantizedVector(values, scale);
  }

  /** Limits a value to the range: a subnormal scale is not exact. */
  private static int limited(int largest, int value) {
    return Math.max(-largest, Math.min(largest, value));
  }
}
