package org.mmt4j.config;

/** Treatment of a missing expert of a video. */
public enum MissingExperts implements Architecture.Choice {
  /**
   * The expert contributes to the similarity with the output for its initial aggregate: the
   * published configuration.
   */
  KEPT,

  /** The expert's weight is 0; the weights of the other experts are rescaled to a sum of 1. */
  SKIPPED
}
