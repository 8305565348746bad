package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/** Pooling of the vectors of a sequence to one vector, for each column separately. */
public enum Pooling {
  /** {@code max_l x_l}; of several equal maxima, only the first has a gradient. */
  MAX {
    @Override
    SDVariable over(SDVariable block, SDVariable mask) {
      return all(block.add(mask.sub(1).mul(FAR_BELOW)));
    }

    @Override
    public SDVariable all(SDVariable block) {
      return block.max(1);
    }
  },

  /** {@code 1/L sum_l x_l}. */
  MEAN {
    @Override
    SDVariable over(SDVariable block, SDVariable mask) {
      return block.mul(mask).sum(1).div(mask.sum(1)); // (B, hiddenSize) by (B, 1)
    }

    @Override
    public SDVariable all(SDVariable block) {
      return block.mean(1);
    }
  };

  /** Subtracted from excluded values; larger than any value in practice. */
  private static final double FAR_BELOW = 1e30;

  /**
   * Pools the rows of each sequence that the attention mask admits.
   *
   * @param rows (n, hiddenSize)
   * @return (B, hiddenSize)
   */
  public SDVariable overTokens(PackedSequences sequences, SDVariable rows, int hiddenSize) {
    return over(sequences.block(rows, hiddenSize), sequences.attentionMask());
  }

  abstract SDVariable over(SDVariable block, SDVariable mask);

  /**
   * Pools over the second axis.
   *
   * @param block (B, L, hiddenSize)
   * @return (B, hiddenSize)
   */
  public abstract SDVariable all(SDVariable block);
}
