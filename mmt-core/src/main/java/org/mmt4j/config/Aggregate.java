package org.mmt4j.config;

import org.mmt4j.data.ExpertFeatures;

/**
 * Initial value of an expert's aggregate token F_agg (paper, section 3.1 and Table 3b). It is
 * computed before the linear layer, unless stated otherwise.
 */
public enum Aggregate implements Architecture.Choice {
  /** {@code max_k F_k}, over all features of the video: the published configuration. */
  MAX {
    @Override
    public float[] of(ExpertFeatures features) {
      return features.max();
    }
  },

  /** {@code 1/n sum_k F_k}, over all features of the video. */
  MEAN {
    @Override
    public float[] of(ExpertFeatures features) {
      return features.mean();
    }
  },

  /**
   * {@code max_k F_k} after the linear layer, over the features that the encoder reads, and 0 for a
   * missing expert: the paper's formula.
   */
  MAX_OF_PROJECTED {
    @Override
    public float[] of(ExpertFeatures features) {
      return new float[features.dimension()];
    }
  },

  /** Zeros, also after the linear layer: the aggregate receives features only through attention. */
  ZERO {
    @Override
    public float[] of(ExpertFeatures features) {
      return new float[features.dimension()];
    }
  };

  /** Returns the initial vector, of the features' dimension. */
  public abstract float[] of(ExpertFeatures features);
}
