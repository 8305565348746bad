package org.mmt4j.config;

/** How h(c) becomes the embedding of one expert, phi_i. */
public enum Projection implements Architecture.Choice {
  /** Gated embedding unit with batch norm: the published configuration. */
  GATED_BATCH_NORM,

  /** Gated embedding unit; its batch norm is in checkpoints, and unused. */
  GATED,

  /** {@code phi_i = y / max(||y||, 1e-12), y = W h(c) + b}. */
  LINEAR
}
