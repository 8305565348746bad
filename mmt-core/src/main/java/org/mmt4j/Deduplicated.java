package org.mmt4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Work that is done once for items that are equal: its rounding depends on an item's place among
 * others, so that copies would come out different, and ties would be broken.
 */
final class Deduplicated {

  private Deduplicated() {}

  /**
   * What work gives for each item, the same object for equal ones.
   *
   * @param work from distinct items to results in the same order
   */
  static <T, R> List<R> apply(List<T> items, Function<List<T>, List<R>> work) {
    List<T> distinct = items.stream().distinct().toList();
    List<R> results = work.apply(distinct);
    Map<T, R> resultOf = new HashMap<>();
    for (int i = 0; i < distinct.size(); i++) {
      resultOf.put(distinct.get(i), results.get(i));
    }
    return items.stream().map(resultOf::get).toList();
  }
}
