package org.mmt4j.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Bi-directional max-margin ranking loss (paper, equation 8):
 *
 * <pre>
 *   L = 1/N sum_i sum_{j != i} [ max(0, s_ij - s_ii + m) + max(0, s_ji - s_ii + m) ]
 * </pre>
 *
 * @param margin m; 0.05 in the paper
 * @param normalization N
 */
public record MaxMarginRankingLoss(double margin, Normalization normalization)
    implements RankingLoss {

  /** The divisor of the sum over the pairs of a batch. */
  public enum Normalization {
    /** {@code N = 2 B (B - 1)}, the number of terms: the published configurations. */
    TERMS,

    /** {@code N = B}: the paper's equation. */
    PAIRS,

    /**
     * {@code N = 2 B^2}, and each matching pair adds 2 m, which has no gradient: the authors' code
     * without its option {@code fix_norm}.
     */
    MATRIX
  }

  public MaxMarginRankingLoss {
    if (!(margin > 0) || Double.isInfinite(margin)) {
      throw new IllegalArgumentException(
          "margin of the ranking loss: found " + margin + ", expected a positive number");
    }
  }

  /** Returns the loss of the published configurations. */
  public static MaxMarginRankingLoss of(double margin) {
    return new MaxMarginRankingLoss(margin, Normalization.TERMS);
  }

  @Override
  public SDVariable apply(SDVariable similarities, int size) {
    RankingLoss.requirePairs(size);
    SameDiff graph = similarities.getSameDiff();
    INDArray identity = Nd4j.eye(size).castTo(similarities.dataType());
    SDVariable mismatches = graph.constant(identity.rsub(1));
    SDVariable matches = similarities.mul(graph.constant(identity)).sum(true, 1); // (B, 1): s_ii
    SDVariable rows = hinge(similarities.sub(matches)); // s_ij - s_ii
    SDVariable columns = hinge(graph.transpose(similarities).sub(matches)); // s_ji - s_ii
    SDVariable sum = rows.add(columns).mul(mismatches).sum();
    return switch (normalization) {
      case TERMS -> sum.div(2.0 * size * (size - 1));
      case PAIRS -> sum.div(size);
      case MATRIX -> sum.add(2.0 * size * margin).div(2.0 * size * size);
    };
  }

  private SDVariable hinge(SDVariable difference) {
    return difference.getSameDiff().nn().relu(difference.add(margin), 0);
  }
}
