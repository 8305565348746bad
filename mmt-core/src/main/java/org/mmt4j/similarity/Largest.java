package org.mmt4j.similarity;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Finds the largest of many similarities. */
public final class Largest {

  private Largest() {}

  /**
   * Returns the indices of the largest values, largest first; ties keep their order.
   *
   * @param count largest number of indices, at least 1
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  public static List<Integer> indices(float[] values, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "number of hits: found " + count + ", expected at least 1");
    }
    Comparator<Integer> largestFirst =
        Comparator.comparingDouble((Integer index) -> values[index])
            .reversed()
            .thenComparing(Comparator.naturalOrder());
    PriorityQueue<Integer> kept = new PriorityQueue<>(largestFirst.reversed()); // smallest first
    float smallest = Float.NEGATIVE_INFINITY;
    for (int index = 0; index < values.length; index++) {
      if (kept.size() == count) {
        if (Float.compare(values[index], smallest) <= 0) {
          continue;
        }
        kept.remove();
      }
      kept.add(index);
      smallest = values[kept.element()];
    }
    return kept.stream().sorted(largestFirst).toList();
  }
}
