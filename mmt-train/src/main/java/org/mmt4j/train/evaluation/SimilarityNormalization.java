package org.mmt4j.train.evaluation;

/**
 * Normalization of similarities that uses other queries besides the current one. Figures of
 * normalized similarities are not comparable with those of raw similarities. The paper of this
 * library uses no normalization.
 */
public sealed interface SimilarityNormalization permits DualSoftmax, QueryBankNorm {

  /**
   * Returns normalized similarities, which are comparable only within a row.
   *
   * @param similarities queries x candidates; not changed
   * @throws IllegalArgumentException if the shape of the similarities does not fit
   */
  double[][] apply(double[][] similarities);

  /** Returns the name of the normalization with its parameters. */
  String label();
}
