package org.mmt4j.similarity;

/** Computes the similarity of one caption and one video from packed vectors, on the host. */
public final class Similarity {

  /** Divisor if caption and video have no expert in common, as in the authors' code. */
  static final double NO_COMMON_EXPERT = 1e-5;

  private Similarity() {}

  /**
   * Returns {@code s(v, c)} as {@link WeightedVectors#similarities} computes it.
   *
   * @param caption w_i(c) phi_i, concatenated, N d values
   * @param captionWeights w_i(c), N values, or empty
   * @param video u_i(v) psi_i, concatenated, N d values
   * @param videoWeights u_i(v), N values, or empty
   */
  public static double of(
      float[] caption, float[] captionWeights, float[] video, float[] videoWeights) {
    double product = dot(caption, video);
    return videoWeights.length == 0
        ? product
        : product / divisor(dot(captionWeights, videoWeights));
  }

  /** Returns a product of vectors divided by the product of their weights. */
  public static float divided(float product, float weights) {
    return (float) (product / divisor(weights));
  }

  private static double divisor(double weights) {
    return weights == 0 ? NO_COMMON_EXPERT : weights;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
