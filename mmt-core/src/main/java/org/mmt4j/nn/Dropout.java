package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Dropout: sets each value to 0 with probability p, and otherwise divides it by 1 - p. Identity
 * when scoring.
 *
 * <p>Built from a random mask, because SameDiff's own dropout has no gradient. {@link
 * org.mmt4j.graph.CompiledGraph#run} takes the seed of the mask, which is the same for any kernels
 * and data type.
 *
 * @param probability p, in [0, 1)
 */
public record Dropout(double probability) {

  public Dropout {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "dropout probability: found " + probability + ", expected at least 0 and below 1");
    }
  }

  /**
   * Applies dropout.
   *
   * @param shape the shape of x
   * @return the same shape as x
   */
  public SDVariable apply(LayerContext context, SDVariable x, long... shape) {
    if (!context.training() || probability == 0) {
      return x;
    }
    double keep = 1 - probability;
    SDVariable mask =
        context
            .graph()
            .random()
            .uniform(0, 1, DataType.FLOAT, shape)
            .lt(keep)
            .castTo(context.dataType())
            .div(keep);
    return x.mul(mask);
  }
}
