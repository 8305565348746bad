package org.mmt4j.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * InfoNCE (van den Oord et al. 2018) in both directions. The authors' code contains it as an
 * alternative to the paper's loss:
 *
 * <pre>
 *   L = -1/B sum_i [ log(exp(s_ii) / sum_j exp(s_ij)) + log(exp(s_ii) / sum_j exp(s_ji)) ]
 * </pre>
 *
 * <p>There is no temperature: for similarities within -1 and 1, the loss is within 2 log B - 4 and
 * 2 log B + 4.
 */
public record InfoNce() implements RankingLoss {

  @Override
  public SDVariable apply(SDVariable similarities, int size) {
    RankingLoss.requirePairs(size);
    SameDiff graph = similarities.getSameDiff();
    SDVariable identity = graph.constant(Nd4j.eye(size).castTo(similarities.dataType()));
    SDVariable matches = similarities.mul(identity).sum(); // sum_i s_ii
    SDVariable rows = logSumExp(similarities).sum();
    SDVariable columns = logSumExp(graph.transpose(similarities)).sum();
    return rows.add(columns).sub(matches.mul(2)).div(size);
  }

  /** Returns the value for each row, (B, 1), without overflow. SameDiff's log softmax overflows. */
  private static SDVariable logSumExp(SDVariable x) {
    SameDiff graph = x.getSameDiff();
    SDVariable largest = x.max(true, 1);
    return graph.math().log(graph.math().exp(x.sub(largest)).sum(true, 1)).add(largest);
  }
}
