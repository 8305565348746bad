package org.mmt4j.features;

import java.util.Collection;

/**
 * Minimum, median and maximum of integers; all 0 if there are none.
 *
 * @param median the mean of the two middle values if their number is even
 */
public record Spread(int min, double median, int max) {

  static Spread of(Collection<Integer> numbers) {
    int[] sorted = numbers.stream().mapToInt(Integer::intValue).sorted().toArray();
    if (sorted.length == 0) {
      return new Spread(0, 0, 0);
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1
            ? sorted[middle]
            : (sorted[middle - 1] + (double) sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }
}
