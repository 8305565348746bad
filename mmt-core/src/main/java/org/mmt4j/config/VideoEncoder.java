package org.mmt4j.config;

/** How the aggregates of a video's experts become its embeddings psi (paper, Table 1). */
public enum VideoEncoder implements Architecture.Choice {
  /** The multi-modal transformer: the published configuration. */
  MMT,

  /** {@code psi_i} is the projected aggregate: experts know nothing of each other (MEE). */
  NONE,

  /** Each expert's projected aggregate is gated by what it has in common with the others' (CE). */
  COLLABORATIVE_GATING
}
