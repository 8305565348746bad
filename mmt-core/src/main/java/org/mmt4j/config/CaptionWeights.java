package org.mmt4j.config;

/** Weights of the N experts for a caption c. */
public enum CaptionWeights implements Architecture.Choice {
  /** {@code w_i(c)}, a softmax of h(c) (paper, equation 7): the published configuration. */
  FROM_CAPTION,

  /** {@code w_i = 1 / N}. */
  UNIFORM
}
