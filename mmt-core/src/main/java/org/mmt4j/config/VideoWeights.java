package org.mmt4j.config;

/** How much each expert counts for a video v, before {@code MissingExperts}. */
public enum VideoWeights implements Architecture.Choice {
  /** All the same: the published configuration. */
  UNIFORM,

  /** {@code ||z_i|| / sum_j ||z_j||}, z_i the video encoder's output before psi_i is scaled. */
  FROM_NORM,

  /** {@code softmax_i(cls(v) . a_i + b_i)} of the video encoder's output at its [CLS]. */
  FROM_CLS
}
