package org.mmt4j.config;

/** Input of the video encoder per expert, besides the aggregate. */
public enum VideoInput implements Architecture.Choice {
  /** The features, at most K: the published configuration. */
  ALL_FEATURES,

  /**
   * The features, with their times permuted within the expert in every training step: removes the
   * temporal order (paper, Table 3a).
   */
  SHUFFLED_FEATURES,

  /** No features: the encoder reads only aggregates. */
  AGGREGATES_ONLY
}
