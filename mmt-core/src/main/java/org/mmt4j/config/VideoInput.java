package org.mmt4j.config;

/** What the video encoder reads of an expert besides its aggregate. */
public enum VideoInput implements Architecture.Choice {
  /** Its features, at most K: the published configuration. */
  ALL_FEATURES,

  /**
   * The same, each with the time of another of its expert, drawn anew for every training step: what
   * happened is known, and not when (paper, Table 3a).
   */
  SHUFFLED_FEATURES,

  /** Nothing: the encoder compares aggregates only. */
  AGGREGATES_ONLY
}
