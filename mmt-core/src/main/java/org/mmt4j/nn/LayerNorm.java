package org.mmt4j.nn;

import org.mmt4j.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Layer normalisation: {@code y = (x - mean(x)) / sqrt(var(x) + epsilon) * weight + bias}, with the
 * mean and the biased variance of each row.
 *
 * <p>Parameters {@code weight} and {@code bias} (size). Built from elementary operations, because
 * SameDiff's own operation has no epsilon and returns infinity for constant rows.
 *
 * @param size the length of a row
 * @param epsilon the value added to the variance
 */
public record LayerNorm(int size, double epsilon) {

  /** The epsilon of the published BERT models. */
  public static final double BERT_EPSILON = 1e-12;

  public LayerNorm {
    Sizes.requirePositive("size of a layer norm", size);
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException(
          "epsilon of a layer norm: found " + epsilon + ", expected a positive number");
    }
  }

  /** Returns a layer with BERT's epsilon. */
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
