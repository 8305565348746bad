package org.mmt4j.train.ablation;

import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Mean and standard deviation over seeds.
 *
 * @param mean mean of the values
 * @param deviation population standard deviation, {@code sqrt(1/n sum (x - mean)^2)}; empty for a
 *     single value. The paper uses it: its median rank 4.7 with deviation 0.5 is that of 4, 5 and 5
 */
public record MeanAndDeviation(double mean, OptionalDouble deviation) {

  /**
   * Returns mean and deviation of values.
   *
   * @throws IllegalArgumentException if there are no values
   */
  public static MeanAndDeviation of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("values: found none, expected at least one");
    }
    return new MeanAndDeviation(
        StatUtils.mean(values),
        values.length == 1
            ? OptionalDouble.empty()
            : OptionalDouble.of(Math.sqrt(StatUtils.populationVariance(values))));
  }

  /** Returns the paper's format: {@code 54.0 ± 0.2}, or {@code 54.0} without a deviation. */
  @Override
  public String toString() {
    return deviation.isPresent()
        ? String.format(Locale.ROOT, "%.1f ± %.1f", mean, deviation.getAsDouble())
        : String.format(Locale.ROOT, "%.1f", mean);
  }
}
