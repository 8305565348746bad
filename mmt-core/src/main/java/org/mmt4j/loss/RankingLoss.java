package org.mmt4j.loss;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What training makes small: right pairs of captions and videos are to be more similar than wrong.
 */
public sealed interface RankingLoss permits MaxMarginRankingLoss, InfoNce {

  /**
   * The loss of a batch.
   *
   * @param similarities (B, B), s_ii those of the right pairs
   * @param size B, at least 2
   * @return a scalar
   * @throws IllegalArgumentException if B is below 2: there are no wrong pairs
   */
  SDVariable apply(SDVariable similarities, int size);

  /** Refuses a batch without wrong pairs. */
  static void requirePairs(int size) {
    if (size < 2) {
      throw new IllegalArgumentException(
          "batch of the ranking loss: found " + size + ", expected at least 2 pairs");
    }
  }
}
