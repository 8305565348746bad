package org.mmt4j.train.evaluation;

import com.google.common.primitives.Doubles;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Retrieval metrics of one direction (paper, section 4.1).
 *
 * <p>As in the authors' {@code model/metric.py}, an answer that ties for the first place (rank 0.5)
 * does not count for recall at rank 1, while an answer at rank 4.5 counts for recall at rank 5.
 *
 * @param r1 recall at rank 1: percentage of queries whose answer comes first
 * @param r5 recall at rank 5: percentage of queries whose answer is among the first five
 * @param r10 recall at rank 10, in percent
 * @param r50 recall at rank 50, in percent
 * @param medianRank median of the ranks, counted from 1
 * @param meanRank mean of the ranks, counted from 1
 * @param geometricMean geometric mean of r1, r5 and r10; 0 if one of them is 0
 * @param queries number of queries
 */
public record DirectionMetrics(
    double r1,
    double r5,
    double r10,
    double r50,
    double medianRank,
    double meanRank,
    double geometricMean,
    int queries) {

  /**
   * Returns the metrics of ranks that are counted from 0, with ties averaged.
   *
   * @throws IllegalArgumentException if there are no ranks
   */
  public static DirectionMetrics of(List<Double> ranks) {
    if (ranks.isEmpty()) {
      throw new IllegalArgumentException("ranks: found none, expected at least one query");
    }
    double r1 = 100.0 * ranks.stream().filter(rank -> rank == 0).count() / ranks.size();
    double r5 = recall(ranks, 5);
    double r10 = recall(ranks, 10);
    double[] values = Doubles.toArray(ranks);
    return new DirectionMetrics(
        r1,
        r5,
        r10,
        recall(ranks, 50),
        StatUtils.percentile(values, 50) + 1,
        StatUtils.mean(values) + 1,
        StatUtils.geometricMean(new double[] {r1, r5, r10}),
        ranks.size());
  }

  /** Returns the percentage of ranks below k. */
  private static double recall(List<Double> ranks, int k) {
    return 100.0 * ranks.stream().filter(rank -> rank < k).count() / ranks.size();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "R@1 %.1f  R@5 %.1f  R@10 %.1f  R@50 %.1f  MdR %.1f  MnR %.1f  (%d queries)",
        r1,
        r5,
        r10,
        r50,
        medianRank,
        meanRank,
        queries);
  }
}
