package org.mmt4j.similarity;

import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Captions or videos in a graph as a similarity takes them.
 *
 * @param vectors the embeddings for N experts side by side, each times its weight, (n, N d); of
 *     videos without weights, not weighted
 * @param weights (n, N), where videos have weights; else none
 */
public record Weighted(SDVariable vectors, Optional<SDVariable> weights) {

  /**
   * Embeddings side by side, each times its weight.
   *
   * @param embeddings one an expert, (n, d)
   * @param weights (n, N)
   * @param n number of rows
   * @return (n, N d)
   */
  static SDVariable sideBySide(List<SDVariable> embeddings, SDVariable weights, int n) {
    SameDiff graph = weights.getSameDiff();
    SDVariable[] weighted = new SDVariable[embeddings.size()];
    for (int i = 0; i < weighted.length; i++) {
      SDVariable weight = graph.slice(weights, new int[] {0, i}, n, 1); // (n, N) -> (n, 1)
      weighted[i] = embeddings.get(i).mul(weight);
    }
    return graph.concat(1, weighted);
  }

  /** Videos without weights. */
  public static Weighted unweighted(List<SDVariable> psi) {
    SameDiff graph = psi.get(0).getSameDiff();
    return new Weighted(graph.concat(1, psi.toArray(SDVariable[]::new)), Optional.empty());
  }

  /**
   * Videos with weights.
   *
   * @param psi one an expert, (videos, d)
   * @param weights (videos, N)
   */
  public static Weighted of(List<SDVariable> psi, SDVariable weights, int videos) {
    return new Weighted(sideBySide(psi, weights, videos), Optional.of(weights));
  }

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
    return products.div(sums.add(nothing.mul(Similarity.NOTHING_IN_COMMON)));
  }

  private static SDVariable product(SDVariable captions, SDVariable videos) {
    SameDiff graph = captions.getSameDiff();
    return graph.mmul(captions, videos, false, true, false); // (C, k), (B, k) -> (C, k)·(k, B)
  }
}
