package org.mmt4j.config;

/** Scaling of a feature after its expert's linear layer, y = W f + b. */
public enum FeatureScaling implements Architecture.Choice {
  /** {@code F_k = y / max(||y||, 1e-12)}: the published configuration. */
  UNIT_LENGTH,

  /** {@code F_k = y}: the paper's formula (section 3.1). */
  NONE
}
