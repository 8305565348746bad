package org.mmt4j.nn;

import org.mmt4j.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Layer normalisation: {@code y = (x - mean(x)) / sqrt(var(x) + epsilon) * weight + bias}, mean and
 * (biased) variance over each row.
 *
 * <p>Parameters {@code weight} and {@code bias} (size). Written from elementary operations:
 * SameDiff's own has no epsilon and is infinite on constant rows.
 *
 * @param size length of a row
 * @param epsilon added to the variance
 */
public record LayerNorm(int size, double epsilon) {

  /** Epsilon of published BERTs. */
  public static final double BERT_EPSILON = 1e-12;

  public LayerNorm {
    Sizes.requirePositive("size of a layer norm", size);
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException(
          "epsilon of a layer norm: found " + epsilon + ", expected a positive number");
    }
  }

  /** With BERT's epsilon. */
  public static LayerNorm of(int size) {
    return new LayerNorm(size, BERT_EPSILON);
  }

  /**
   * Normalises rows.
   *
   * @param x (n, size)
   * @return (n, size)
   */
  public SDVariable apply(LayerContext context, SDVariable x) {
    SameDiff graph = context.graph();
    SDVariable weight = context.parameter("weight", Initializer.constant(1), size);
    SDVariable bias = context.parameter("bias", Initializer.constant(0), size);
    SDVariable centered = x.sub(x.mean(true, 1)); // (n, size) - (n, 1)
    SDVariable variance = centered.mul(centered).mean(true, 1); // (n, 1)
    SDVariable scale = graph.math().rsqrt(variance.add(epsilon)); // (n, 1)
    return centered.mul(scale).mul(weight).add(bias);
  }
}
