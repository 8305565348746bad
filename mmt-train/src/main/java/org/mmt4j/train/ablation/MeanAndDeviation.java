package org.mmt4j.train.ablation;

import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What several seeds have in common.
 *
 * @param mean of the values
 * @param deviation of the population, {@code sqrt(1/n sum (x - mean)^2)}: the paper's, whose median
 *     ranks of 4.7 with a deviation of 0.5 are those of 4, 5 and 5; none of a single value
 */
public record MeanAndDeviation(double mean, OptionalDouble deviation) {

  /**
   * That of some values.
   *
   * @throws IllegalArgumentException if there are none
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

  /** As in the paper: {@code 54.0 ± 0.2}, or {@code 54.0} without a deviation. */
  @Override
  public String toString() {
    return deviation.isPresent()
        ? String.format(Locale.ROOT, "%.1f ± %.1f", mean, deviation.getAsDouble())
        : String.format(Locale.ROOT, "%.1f", mean);
  }
}
