package org.mmt4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Processes equal items only once. Rounding depends on the position of an item in a batch, so
 * duplicates would otherwise get different results and ties would be broken.
 */
final class Deduplicated {

  private Deduplicated() {}

  /**
   * Returns the result for each item; equal items get the same object.
   *
   * @param work maps unique items to results in the same order
   */
  static <T, R> List<R> apply(List<T> items, Function<List<T>, List<R>> work) {
    List<T> unique = items.stream().distinct().toList();
    List<R> results = work.apply(unique);
    Map<T, R> resultOf = new HashMap<>();
    for (int i = 0; i < unique.size(); i++) {
      resultOf.put(unique.get(i), results.get(i));
    }
    return items.stream().map(resultOf::get).toList();
  }
}
