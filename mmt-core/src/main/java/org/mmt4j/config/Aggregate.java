package org.mmt4j.config;

import org.mmt4j.data.ExpertFeatures;

/**
 * What an expert's aggregate token F_agg starts from (paper, section 3.1 and Table 3b), before the
 * linear layer where nothing else is said.
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
   * {@code max_k F_k} behind the linear layer, over the features that the encoder reads, and 0 for
   * an expert that is missing: the paper's formula.
   */
  MAX_OF_PROJECTED {
    @Override
    public float[] of(ExpertFeatures features) {
      return new float[features.dimension()];
    }
  },

  /** Zeros, also behind the linear layer: the aggregate knows of features by attention only. */
  ZERO {
    @Override
    public float[] of(ExpertFeatures features) {
      return new float[features.dimension()];
    }
  };

  /** The vector, of the features' dimension. */
  public abstract float[] of(ExpertFeatures features);
}
