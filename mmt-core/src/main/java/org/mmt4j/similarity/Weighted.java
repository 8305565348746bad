package org.mmt4j.similarity;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Captions or videos as a similarity takes them.
 *
 * @param vectors the embeddings for N experts side by side, each times its weight, (n, N d); of
 *     videos without weights, not weighted
 * @param weights (n, N), where videos have weights; else none
 */
public record Weighted(SDVariable vectors, Optional<SDVariable> weights) {

  /** Where no pair has any weight: the reference's divisor. */
  private static final double NOTHING = 1e-5;

  /**
   * The similarities of these captions with videos (paper, equation 6; with weights u of videos as
   * the authors' code has it):
   *
   * <pre>
   *   s(v, c) = sum_i w_i(c) u_i(v) (phi_i, psi_i) / sum_i w_i(c) u_i(v)
   * </pre>
   *
   * where a sum of 0 is replaced by 1e-5. Without weights of videos u_i = 1, and the divisor is 1.
   *
   * @return (captions, videos)
   */
  public SDVariable similarities(Weighted videos) {
    SDVariable products = product(vectors, videos.vectors);
    if (weights.isEmpty() || videos.weights.isEmpty()) {
      return products;
    }
    SDVariable sums = product(weights.get(), videos.weights.get());
    SDVariable nothing = sums.getSameDiff().math().sign(sums).rsub(1); // 1 where the sum is 0
    return products.div(sums.add(nothing.mul(NOTHING)));
  }

  /** The similarity of one caption and one video, as {@link #similarities}, on the host. */
  public static double similarity(
      float[] caption, float[] captionWeights, float[] video, float[] videoWeights) {
    double product = dot(caption, video);
    return videoWeights.length == 0
        ? product
        : product / divisor(dot(captionWeights, videoWeights));
  }

  /** A product of vectors by the product of their weights. */
  public static float divided(float product, float sum) {
    return (float) (product / divisor(sum));
  }

  private static double divisor(double sum) {
    return sum == 0 ? NOTHING : sum;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static SDVariable product(SDVariable captions, SDVariable videos) {
    SameDiff graph = captions.getSameDiff();
    return graph.mmul(captions, videos, false, true, false); // (C, k), (B, k) -> (C, k)·(k, B)
  }
}
