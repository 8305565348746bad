package org.mmt4j.config;

/** Encoder of the aggregates of a video's experts to its embeddings psi (paper, Table 1). */
public enum VideoEncoder implements Architecture.Choice {
  /** The multi-modal transformer: the published configuration. */
  MMT,

  /** {@code psi_i} is the projected aggregate; experts do not interact (MEE). */
  NONE,

  /**
   * The projected aggregate of each expert is gated by its relation to those of the other experts
   * (CE).
   */
  COLLABORATIVE_GATING
}
