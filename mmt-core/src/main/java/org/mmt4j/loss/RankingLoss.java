package org.mmt4j.loss;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The training loss: matching pairs of captions and videos must be more similar than mismatched
 * pairs.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MaxMarginRankingLoss.class, name = "maxMargin"),
  @JsonSubTypes.Type(value = InfoNce.class, name = "infoNce")
})
public sealed interface RankingLoss permits MaxMarginRankingLoss, InfoNce {

  /**
   * Returns the loss of a batch.
   *
   * @param similarities (B, B); s_ii are those of the matching pairs
   * @param size B, at least 2
   * @return a scalar
   * @throws IllegalArgumentException if B is less than 2: there are no mismatched pairs
   */
  SDVariable apply(SDVariable similarities, int size);

  /** Rejects a batch without mismatched pairs. */
  static void requirePairs(int size) {
    if (size < 2) {
      throw new IllegalArgumentException(
          "batch of the ranking loss: found " + size + ", expected at least 2 pairs");
    }
  }
}
