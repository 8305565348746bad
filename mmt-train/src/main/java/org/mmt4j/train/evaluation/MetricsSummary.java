package org.mmt4j.train.evaluation;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Mean and standard deviation of metrics over runs that differ in their seed (paper, section 4.1:
 * three seeds).
 *
 * @param runs number of runs
 * @param figures figures by name, with the names of {@link RetrievalMetrics#toMap}
 */
public record MetricsSummary(int runs, Map<String, Figure> figures) {

  /** Copies the figures, in their order. */
  public MetricsSummary {
    figures = ImmutableMap.copyOf(figures);
  }

  /**
   * Mean and deviation of a figure over runs.
   *
   * @param mean mean over the runs
   * @param deviation sample standard deviation: the sum of squares is divided by runs - 1
   */
  public record Figure(double mean, double deviation) {}

  /**
   * Summarizes runs.
   *
   * @throws IllegalArgumentException if there are fewer than two runs: a single run has no
   *     deviation
   */
  public static MetricsSummary of(List<RetrievalMetrics> runs) {
    if (runs.size() < 2) {
      throw new IllegalArgumentException(
          "runs to summarize: found %d, expected at least 2".formatted(runs.size()));
    }
    List<Map<String, Double>> values = runs.stream().map(RetrievalMetrics::toMap).toList();
    ImmutableMap.Builder<String, Figure> figures = ImmutableMap.builder();
    for (String name : values.get(0).keySet()) {
      SummaryStatistics statistics = new SummaryStatistics();
      values.forEach(run -> statistics.addValue(run.getOrDefault(name, Double.NaN)));
      figures.put(name, new Figure(statistics.getMean(), statistics.getStandardDeviation()));
    }
    return new MetricsSummary(runs.size(), figures.buildOrThrow());
  }

  /**
   * Returns a figure by name.
   *
   * @throws IllegalArgumentException if no figure has that name
   */
  public Figure figure(String name) {
    Figure figure = figures.get(name);
    if (figure == null) {
      throw new IllegalArgumentException(
          "figure: found " + name + ", expected one of " + figures.keySet());
    }
    return figure;
  }
}
