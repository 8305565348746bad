package org.mmt4j.train.ablation;

import java.util.OptionalDouble;

/**
 * The paper's figures of a variant: text-to-video retrieval on MSR-VTT (1k-A).
 *
 * @param r5 R@5 in percent
 * @param medianRank MdR
 * @param meanRank MnR
 * @param source table of the paper
 */
public record PaperFigures(
    MeanAndDeviation r5, MeanAndDeviation medianRank, MeanAndDeviation meanRank, String source) {

  /** Returns the figures of a single run, without deviations. */
  static PaperFigures of(String source, double r5, double medianRank, double meanRank) {
    return new PaperFigures(single(r5), single(medianRank), single(meanRank), source);
  }

  private static MeanAndDeviation single(double value) {
    return new MeanAndDeviation(value, OptionalDouble.empty());
  }

  /** Returns figures in the paper's order: R@5, MdR and MnR, each with its deviation. */
  static PaperFigures of(
      String source,
      double r5,
      double r5Deviation,
      double medianRank,
      double medianRankDeviation,
      double meanRank,
      double meanRankDeviation) {
    return new PaperFigures(
        several(r5, r5Deviation),
        several(medianRank, medianRankDeviation),
        several(meanRank, meanRankDeviation),
        source);
  }

  private static MeanAndDeviation several(double mean, double deviation) {
    return new MeanAndDeviation(mean, OptionalDouble.of(deviation));
  }
}
