package org.mmt4j.nn;

import org.mmt4j.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Layer normalisation: {@code y = (x - mean(x)) / sqrt(var(x) + epsilon) * weight + bias}, mean and
 * (biased) variance over each row.
 *
 * <p>Parameters {@code weight} and {@code bias} (width). Written from elementary operations:
 * SameDiff's own has no epsilon and is infinite on constant rows.
 *
 * @param width length of a row
 * @param epsilon added to the variance
 */
public record LayerNorm(int width, double epsilon) {

  /** Epsilon of published BERTs. */
  public static final double BERT_EPSILON = 1e-12;

  public LayerNorm {
    Sizes.requirePositive("width of a layer norm", width);
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException(
          "epsilon of a layer norm: found " + epsilon + ", expected a positive number");
    }
  }

  /** With BERT's epsilon. */
  public static LayerNorm of(int width) {
    return new LayerNorm(width, BERT_EPSILON);
  }

  /**
   * Normalises rows.
   *
   * @param x (n, width)
   * @return (n, width)
   */
  public SDVariable apply(LayerContext context, SDVariable x) {
    SameDiff graph = context.graph();
    SDVariable weight = context.parameter("weight", Initializer.constant(1), width);
    SDVariable bias = context.parameter("bias", Initializer.constant(0), width);
    SDVariable centered = x.sub(x.mean(true, 1)); // (n, width) - (n, 1)
    SDVariable variance = centered.mul(centered).mean(true, 1); // (n, 1)
    SDVariable scale = graph.math().rsqrt(variance.add(epsilon)); // (n, 1)
    return centered.mul(scale).mul(weight).add(bias);
  }
}
