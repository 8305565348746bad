package org.mmt4j.similarity;

/**
 * A vector as whole numbers times a scale, which is its largest value over the largest number.
 *
 * @param scale 0 for a vector of zeros
 */
record WholeNumbers(int[] values, float scale) {

  static WholeNumbers of(float[] vector, int largest) {
    float maximum = 0;
    for (float value : vector) {
      maximum = Math.max(maximum, Math.abs(value));
    }
    float scale = maximum / largest;
    int[] values = new int[vector.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale == 0 ? 0 : within(largest, Math.round(vector[i] / scale));
    }
    return new WholeNumbers(values, scale);
  }

  /** A scale below normal numbers is not exact. */
  private static int within(int largest, int value) {
    return Math.max(-largest, Math.min(largest, value));
  }
}
