package org.mmt4j.config;

/** Projection of h(c) to the embedding for one expert, phi_i. */
public enum Projection implements Architecture.Choice {
  /** Gated embedding unit with batch norm: the published configuration. */
  GATED_BATCH_NORM,

  /**
   * Gated embedding unit without batch norm; checkpoints contain its batch norm, which is not used.
   */
  GATED,

  /** {@code phi_i = y / max(||y||, 1e-12), y = W h(c) + b}. */
  LINEAR
}
