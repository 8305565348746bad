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
 * <p>Differs from the paper in N: the authors' code, whose published results this follows, has N =
 * 2 B (B - 1), the number of terms; the paper has N = B.
 *
 * @param margin m; the paper's is 0.05
 */
public record MaxMarginRankingLoss(double margin) {

  public MaxMarginRankingLoss {
    if (!(margin > 0) || Double.isInfinite(margin)) {
      throw new IllegalArgumentException(
          "margin of the ranking loss: found " + margin + ", expected a positive number");
    }
  }

  /**
   * The loss of a batch.
   *
   * @param similarities (B, B), s_ii those of the right pairs
   * @param size B, at least 2
   * @return a scalar
   * @throws IllegalArgumentException if B is below 2: there are no wrong pairs
   */
  public SDVariable apply(SDVariable similarities, int size) {
    if (size < 2) {
      throw new IllegalArgumentException(
          "batch of the ranking loss: found " + size + ", expected at least 2 pairs");
    }
    SameDiff graph = similarities.getSameDiff();
    INDArray identity = Nd4j.eye(size).castTo(similarities.dataType());
    SDVariable wrong = graph.constant(identity.rsub(1));
    SDVariable right = similarities.mul(graph.constant(identity)).sum(true, 1); // (B, 1): s_ii
    SDVariable rows = hinge(similarities.sub(right)); // s_ij - s_ii
    SDVariable columns = hinge(graph.transpose(similarities).sub(right)); // s_ji - s_ii
    return rows.add(columns).mul(wrong).sum().div(2.0 * size * (size - 1));
  }

  private SDVariable hinge(SDVariable difference) {
    return difference.getSameDiff().nn().relu(difference.add(margin), 0);
  }
}
