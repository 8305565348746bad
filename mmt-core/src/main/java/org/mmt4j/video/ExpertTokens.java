package org.mmt4j.video;

/**
 * Input of the encoder for one expert of one video.
 *
 * @param aggregate initial value of the aggregate token, (dimension)
 * @param features (k, dimension)
 * @param positions rows of the temporal embedding table, (k)
 */
public record ExpertTokens(float[] aggregate, float[][] features, int[] positions) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the numbers of positions and features differ, or the
   *     lengths of a feature and the aggregate differ
   */
  public ExpertTokens {
    if (positions.length != features.length) {
      throw new IllegalArgumentException(
          "positions of features: found " + positions.length + ", expected " + features.length);
    }
    for (float[] feature : features) {
      if (feature.length != aggregate.length) {
        throw new IllegalArgumentException(
            "feature of an expert: found "
                + feature.length
                + " values, expected "
                + aggregate.length
                + " as for the aggregate");
      }
    }
  }

  /** Returns the number of features k. */
  int count() {
    return positions.length;
  }
}
