package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/** One vector of a sequence, column by column. */
public enum Pooling {
  /** {@code max_l x_l}; the gradient goes to the first of equal ones. */
  MAX {
    @Override
    SDVariable over(SDVariable block, SDVariable seen) {
      return all(block.add(seen.sub(1).mul(FAR_BELOW)));
    }

    @Override
    public SDVariable all(SDVariable block) {
      return block.max(1);
    }
  },

  /** {@code 1/L sum_l x_l}. */
  MEAN {
    @Override
    SDVariable over(SDVariable block, SDVariable seen) {
      return block.mul(seen).sum(1).div(seen.sum(1)); // (B, hiddenSize) by (B, 1)
    }

    @Override
    public SDVariable all(SDVariable block) {
      return block.mean(1);
    }
  };

  /** No value that anybody computes with is as low. */
  private static final double FAR_BELOW = 1e30;

  /**
   * Pools the rows of each sequence that attention looks at.
   *
   * @param rows (n, hiddenSize)
   * @return (B, hiddenSize)
   */
  public SDVariable seen(PackedSequences sequences, SDVariable rows, int hiddenSize) {
    return over(sequences.block(rows, hiddenSize), sequences.seen());
  }

  abstract SDVariable over(SDVariable block, SDVariable seen);

  /**
   * Pools over the second axis.
   *
   * @param block (B, L, hiddenSize)
   * @return (B, hiddenSize)
   */
  public abstract SDVariable all(SDVariable block);
}
