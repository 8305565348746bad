package org.mmt4j.config;

/**
 * Which row of the temporal embedding table a feature takes (paper, section 3.1 and Table 3a). The
 * [CLS] and aggregates take {@link ModelConfig#AGGREGATE_POSITION}.
 */
public enum TemporalEncoding implements Architecture.Choice {
  /**
   * {@code trunc(t + 2)} for a feature seen at t seconds, {@link ModelConfig#UNKNOWN_POSITION} for
   * one without a time: the published configuration.
   */
  SECONDS {
    @Override
    int row(int index, double seconds) {
      return (int) (float) (seconds + 2); // the reference truncates what it stored as float32
    }
  },

  /** {@code k + 1} for the k-th of the features read, from 0: order without time. */
  ORDER {
    @Override
    int row(int index, double seconds) {
      return index + 1;
    }
  },

  /** 1 for all features: told from aggregates, not from each other. */
  ONE_TYPE {
    @Override
    int row(int index, double seconds) {
      return 1;
    }
  },

  /** No temporal embedding is added to any token; the table stays unused. */
  NONE {
    @Override
    int row(int index, double seconds) {
      return 0;
    }
  };

  abstract int row(int index, double seconds);

  /**
   * The row for a feature.
   *
   * @param index of the feature among those read of its expert, from 0
   * @param seconds at which it was seen, or {@link org.mmt4j.data.ExpertFeatures#UNKNOWN_TIME}
   * @param rows of the table: later rows share the last
   */
  public int position(int index, double seconds, int rows) {
    return Math.min(row(index, seconds), rows - 1);
  }
}
