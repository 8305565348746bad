package org.mmt4j.video;

/**
 * Input of the encoder for one expert of one video.
 *
 * @param aggregate initial value of the aggregate token, (dimension)
 * @param features (k, dimension)
 * @param positions rows of the temporal embedding table, (k)
 */
public record ExpertTokens(float[] aggregate, float[][] features, int[] positions) {

  private static final double LEAST_LENGTH = 1e-12;

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

  /**
   * Returns the mean of the features, each scaled to length 1; the aggregate if there are none. (d)
   */
  float[] direction() {
    if (features.length == 0) {
      return aggregate;
    }
    double[] sum = new double[aggregate.length];
    for (float[] feature : features) {
      double length = Math.max(LEAST_LENGTH, length(feature));
      for (int i = 0; i < sum.length; i++) {
        sum[i] += feature[i] / length;
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / features.length);
    }
    return mean;
  }

  private static double length(float[] feature) {
    double squares = 0;
    for (float value : feature) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /** Returns the number of features k. */
  int count() {
    return positions.length;
  }
}
