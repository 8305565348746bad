package org.mmt4j.examples.world;

import java.util.Arrays;
import java.util.List;

/**
 * Shifts and scales each value of a feature to mean 0 and standard deviation 1 over training clips.
 */
final class Standardization {

  private static final double SMALLEST_DEVIATION = 1e-6;

  private final double[] mean;
  private final double[] deviation;

  /**
   * Computes mean and deviation of rows of {@code dimension} values; without rows, values are not
   * changed.
   */
  Standardization(List<double[]> rows, int dimension) {
    mean = new double[dimension];
    deviation = new double[dimension];
    if (rows.isEmpty()) {
      Arrays.fill(deviation, 1);
      return;
    }
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      double squares = 0;
      for (double[] row : rows) {
        sum += row[i];
        squares += row[i] * row[i];
      }
      mean[i] = sum / rows.size();
      double variance = squares / rows.size() - mean[i] * mean[i];
      deviation[i] = Math.sqrt(Math.max(variance, SMALLEST_DEVIATION * SMALLEST_DEVIATION));
    }
  }

  /** Returns (x - mean) / standard deviation. */
  float[] apply(double[] row) {
    float[] standardized = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      standardized[i] = (float) ((row[i] - mean[i]) / deviation[i]);
    }
    return standardized;
  }
}
