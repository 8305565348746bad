package org.mmt4j.similarity;

import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Captions or videos in a graph, as input of the similarity.
 *
 * @param vectors the concatenated embeddings for N experts, each times its weight, (n, N d); not
 *     weighted for videos without weights
 * @param weights (n, N) if videos have weights, otherwise empty
 */
public record WeightedVectors(SDVariable vectors, Optional<SDVariable> weights) {

  /**
   * Concatenates embeddings, each times its weight.
   *
   * @param embeddings one per expert, (n, d)
   * @param weights (n, N)
   * @param n number of rows
   * @return (n, N d)
   */
  static SDVariable concatenated(List<SDVariable> embeddings, SDVariable weights, int n) {
    SameDiff graph = weights.getSameDiff();
    SDVariable[] weighted = new SDVariable[embeddings.size()];
    for (int i = 0; i < weighted.length; i++) {
      SDVariable weight = graph.slice(weights, new int[] {0, i}, n, 1); // (n, N) -> (n, 1)
      weighted[i] = embeddings.get(i).mul(weight);
    }
    return graph.concat(1, weighted);
  }

  /** Returns videos without weights. */
  public static WeightedVectors unweighted(List<SDVariable> psi) {
    SameDiff graph = psi.get(0).getSameDiff();
    return new WeightedVectors(graph.concat(1, psi.toArray(SDVariable[]::new)), Optional.empty());
  }

  /**
   * Returns videos with weights.
   *
   * @param psi one per expert, (videos, d)
   * @param weights (videos, N)
   */
  public static WeightedVectors of(List<SDVariable> psi, SDVariable weights, int videos) {
    return new WeightedVectors(concatenated(psi, weights, videos), Optional.of(weights));
  }

  /**
   * Returns these vectors with others behind them, (n, N d + D), whose products are added to the
   * similarities.
   *
   * @param others (n, D)
   */
  public WeightedVectors and(SDVariable others) {
    SameDiff graph = others.getSameDiff();
    return new WeightedVectors(graph.concat(1, vectors, others), weights);
  }

  /**
   * Returns the similarities of these captions with videos (paper, equation 6; with video weights u
   * as in the authors' code):
   *
   * <pre>
   *   s(v, c) = sum_i w_i(c) u_i(v) (phi_i, psi_i) / sum_i w_i(c) u_i(v)
   * </pre>
   *
   * A sum of 0 is replaced by 1e-5. Without video weights, u_i = 1 and the divisor is 1.
   *
   * @return (captions, videos)
   */
  public SDVariable similarities(WeightedVectors videos) {
    SDVariable products = product(vectors, videos.vectors);
    if (weights.isEmpty() || videos.weights.isEmpty()) {
      return products;
    }
    SDVariable sums = product(weights.get(), videos.weights.get());
    SDVariable isZero = sums.getSameDiff().math().sign(sums).rsub(1); // 1 where the sum is 0
    return products.div(sums.add(isZero.mul(Similarity.NO_COMMON_EXPERT)));
  }

  private static SDVariable product(SDVariable captions, SDVariable videos) {
    SameDiff graph = captions.getSameDiff();
    return graph.mmul(captions, videos, false, true, false); // (C, k), (B, k) -> (C, k)·(k, B)
  }
}
