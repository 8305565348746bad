package org.mmt4j.train.report;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Values by step, as one line of a plot. */
record Series(String name, ImmutableSortedMap<Integer, Double> values) {

  /** Returns a series with one value per report. */
  static <T> Series of(
      String name, Collection<T> reports, Function<T, Integer> step, ToDoubleFunction<T> value) {
    return new Series(
        name,
        reports.stream()
            .collect(
                ImmutableSortedMap.toImmutableSortedMap(
                    Comparator.naturalOrder(), step, value::applyAsDouble)));
  }
}
