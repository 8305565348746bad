package org.mmt4j.train.evaluation;

/**
 * A change of similarities that looks at other queries than the one asked. What a paper reports
 * with one is not comparable with figures of raw similarities: the paper of this library uses none.
 */
public sealed interface SimilarityNormalization permits DualSoftmax, QueryBankNorm {

  /**
   * The changed similarities, to be compared within a row.
   *
   * @param similarities queries x candidates; not changed
   * @throws IllegalArgumentException if they do not fit
   */
  double[][] apply(double[][] similarities);

  /** What it is, with its parameters. */
  String label();
}
