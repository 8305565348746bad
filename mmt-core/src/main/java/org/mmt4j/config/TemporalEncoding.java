package org.mmt4j.config;

/**
 * Row of the temporal embedding table for a feature (paper, section 3.1 and Table 3a). The [CLS]
 * and aggregates use {@link ModelConfig#AGGREGATE_POSITION}.
 */
public enum TemporalEncoding implements Architecture.Choice {
  /**
   * {@code trunc(t + 2)} for a feature at t seconds, {@link ModelConfig#UNKNOWN_POSITION} for a
   * feature without a time: the published configuration.
   */
  SECONDS {
    @Override
    int row(int index, double seconds) {
      return (int) (float) (seconds + 2); // the reference truncates a float32 value
    }
  },

  /** {@code k + 1} for the k-th feature that is read, from 0: order without time. */
  ORDER {
    @Override
    int row(int index, double seconds) {
      return index + 1;
    }
  },

  /** 1 for all features: they differ from aggregates, but not from each other. */
  ONE_TYPE {
    @Override
    int row(int index, double seconds) {
      return 1;
    }
  },

  /** No temporal embedding is added; the table is not used. */
  NONE {
    @Override
    int row(int index, double seconds) {
      return 0;
    }
  };

  abstract int row(int index, double seconds);

  /**
   * Returns the row for a feature.
   *
   * @param index index of the feature among those that are read of its expert, from 0
   * @param seconds time of the feature, or {@link org.mmt4j.data.ExpertFeatures#UNKNOWN_TIME}
   * @param rows number of rows of the table; larger rows are mapped to the last one
   */
  public int position(int index, double seconds, int rows) {
    return Math.min(row(index, seconds), rows - 1);
  }
}
