package org.mmt4j.config;

/** Weights of the experts for a video v, before {@code MissingExperts}. */
public enum VideoWeights implements Architecture.Choice {
  /** All equal: the published configuration. */
  UNIFORM,

  /**
   * {@code ||z_i|| / sum_j ||z_j||}, with z_i the video encoder's output before psi_i is scaled.
   */
  FROM_NORM,

  /** {@code softmax_i(cls(v) . a_i + b_i)} of the video encoder's output at its [CLS]. */
  FROM_CLS
}
