package org.mmt4j.video;

/**
 * What the encoder reads of one expert of one video.
 *
 * @param aggregate what the aggregate token starts from, (dimension)
 * @param features (k, dimension)
 * @param positions (k) rows of the temporal embedding table
 */
public record ExpertTokens(float[] aggregate, float[][] features, int[] positions) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if there are not as many positions as features, or a feature
   *     has another length than the aggregate
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
                + " as in the aggregate");
      }
    }
  }

  /** Number of features k. */
  int count() {
    return positions.length;
  }
}
