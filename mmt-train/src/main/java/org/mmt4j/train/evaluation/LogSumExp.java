package org.mmt4j.train.evaluation;

import java.util.Arrays;

/** Logarithms of sums of exponentials, without overflow. */
final class LogSumExp {

  private LogSumExp() {}

  /** Returns {@code log sum_i exp(scale rows[i][j])} for each column j. */
  static double[] ofColumns(double[][] rows, double scale) {
    double[] result = new double[rows[0].length];
    for (int column = 0; column < result.length; column++) {
      int j = column;
      double[] values = Arrays.stream(rows).mapToDouble(row -> scale * row[j]).toArray();
      double largest = Arrays.stream(values).max().orElseThrow();
      double sum = Arrays.stream(values).map(value -> Math.exp(value - largest)).sum();
      result[column] = largest + Math.log(sum);
    }
    return result;
  }
}
