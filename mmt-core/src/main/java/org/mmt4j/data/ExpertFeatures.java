package org.mmt4j.data;

import java.util.Arrays;

/**
 * The features of one expert for one video: n vectors F_1..F_n of dimension D, the time of each in
 * seconds, and their maximum and mean over all n, from which the aggregate token of the expert is
 * computed.
 *
 * <p>Immutable. Maximum and mean are over all features of the video: {@link #select} keeps them,
 * because the reference pools before it selects the features that the encoder reads.
 */
public final class ExpertFeatures {

  /** The time of a feature whose time is unknown. It has the temporal embedding T_unk. */
  public static final double UNKNOWN_TIME = -1;

  private final int dimension;
  private final float[] values;
  private final double[] times;
  private final float[] max;
  private final float[] mean;

  private ExpertFeatures(int dimension, float[] values, double[] times, float[] max, float[] mean) {
    this.dimension = dimension;
    this.values = values;
    this.times = times;
    this.max = max;
    this.mean = mean;
  }

  /**
   * Returns features in the order of their times. Copies the arrays.
   *
   * @param values (n, D) values; n and D at least 1
   * @param times n times in seconds, not decreasing, each at least 0 or {@link #UNKNOWN_TIME}
   * @throws IllegalArgumentException if the shapes do not match, a value is NaN or infinite, or
   *     times are negative or out of order
   */
  public static ExpertFeatures of(float[][] values, double[] times) {
    requireRows(values);
    int dimension = values[0].length;
    float[] flat = new float[Math.multiplyExact(values.length, dimension)];
    for (int row = 0; row < values.length; row++) {
      requireFinite(values[row], row, dimension);
      System.arraycopy(values[row], 0, flat, row * dimension, dimension);
    }
    requireOrdered(times, values.length);
    return new ExpertFeatures(
        dimension, flat, times.clone(), maxOf(flat, dimension), meanOf(flat, dimension));
  }

  /**
   * Returns features without times. Copies the array.
   *
   * @param values (n, D) values; n and D at least 1
   * @throws IllegalArgumentException if vectors have different lengths, or a value is NaN or
   *     infinite
   */
  public static ExpertFeatures untimed(float[][] values) {
    double[] times = new double[values.length];
    Arrays.fill(times, UNKNOWN_TIME);
    return of(values, times);
  }

  /** Returns the number of features n. */
  public int count() {
    return times.length;
  }

  /** Returns the dimension D of a feature. */
  public int dimension() {
    return dimension;
  }

  /** Returns a copy of feature {@code row}, D values. */
  public float[] feature(int row) {
    return Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension);
  }

  /** Copies feature {@code row} to {@code target[offset .. offset + D)}. */
  public void copyFeature(int row, float[] target, int offset) {
    System.arraycopy(values, row * dimension, target, offset, dimension);
  }

  /** Returns the time of feature {@code row} in seconds, or {@link #UNKNOWN_TIME}. */
  public double time(int row) {
    return times[row];
  }

  /** Returns the elementwise maximum over all features of the video, a copy of D values. */
  public float[] max() {
    return max.clone();
  }

  /** Returns the mean over all features of the video, a copy of D values. */
  public float[] mean() {
    return mean.clone();
  }

  /**
   * Returns the features at {@code rows}, in that order, with the same {@link #max} and {@link
   * #mean}.
   */
  public ExpertFeatures select(int[] rows) {
    float[] chosen = new float[rows.length * dimension];
    double[] chosenTimes = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      copyFeature(rows[i], chosen, i * dimension);
      chosenTimes[i] = times[rows[i]];
    }
    return new ExpertFeatures(dimension, chosen, chosenTimes, max, mean);
  }

  private static void requireRows(float[][] values) {
    if (values.length == 0 || values[0].length == 0) {
      throw new IllegalArgumentException(
          "features of an expert: found none, expected at least one vector with at least one value"
              + " (omit an expert without features)");
    }
  }

  private static void requireFinite(float[] row, int index, int dimension) {
    if (row.length != dimension) {
      throw new IllegalArgumentException(
          "feature "
              + index
              + ": found "
              + row.length
              + " values, expected "
              + dimension
              + " as in feature 0");
    }
    for (int i = 0; i < row.length; i++) {
      if (!Float.isFinite(row[i])) {
        throw new IllegalArgumentException(
            "feature "
                + index
                + ", value "
                + i
                + ": found "
                + row[i]
                + ", expected a finite number");
      }
    }
  }

  private static void requireOrdered(double[] times, int count) {
    if (times.length != count) {
      throw new IllegalArgumentException(
          "times of features: found "
              + times.length
              + ", expected one for each of the "
              + count
              + " features");
    }
    double last = 0;
    for (int i = 0; i < times.length; i++) {
      if (times[i] == UNKNOWN_TIME) {
        continue;
      }
      if (!(times[i] >= 0) || Double.isInfinite(times[i])) {
        throw new IllegalArgumentException(
            "time of feature " + i + ": found " + times[i] + " s, expected at least 0 s");
      }
      if (times[i] < last) {
        throw new IllegalArgumentException(
            "time of feature "
                + i
                + ": found "
                + times[i]
                + " s after "
                + last
                + " s, expected times in order");
      }
      last = times[i];
    }
  }

  private static float[] maxOf(float[] values, int dimension) {
    float[] max = Arrays.copyOf(values, dimension);
    for (int i = dimension; i < values.length; i++) {
      max[i % dimension] = Math.max(max[i % dimension], values[i]);
    }
    return max;
  }

  /** Adds row by row in float32, like NumPy, so that the result has the same bits. */
  private static float[] meanOf(float[] values, int dimension) {
    float[] mean = Arrays.copyOf(values, dimension);
    for (int i = dimension; i < values.length; i++) {
      mean[i % dimension] += values[i];
    }
    int count = values.length / dimension;
    for (int i = 0; i < dimension; i++) {
      mean[i] /= count;
    }
    return mean;
  }
}
