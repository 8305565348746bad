package org.mmt4j.nn;

import org.mmt4j.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Linear layer: {@code y = x Wᵀ + b}.
 *
 * <p>Parameters {@code weight} (out, in), as PyTorch holds it, and {@code bias} (out).
 *
 * @param in length of a row of x
 * @param out length of a row of y
 * @param initialWeight first values of W
 * @param initialBias first values of b
 */
public record Linear(int in, int out, Initializer initialWeight, Initializer initialBias) {

  public Linear {
    Sizes.requirePositive("width of a linear layer's input", in);
    Sizes.requirePositive("width of a linear layer's output", out);
  }

  /** PyTorch's default: weights and biases uniform within ±1/sqrt(in). */
  public static Linear of(int in, int out) {
    Initializer uniform = Initializer.uniform(1 / Math.sqrt(Math.max(in, 1)));
    return new Linear(in, out, uniform, uniform);
  }

  /** BERT's: weights normal with deviation 0.02, biases zero. */
  public static Linear bert(int in, int out) {
    return new Linear(in, out, Initializer.normal(0.02), Initializer.constant(0));
  }

  /**
   * Applies the layer to rows.
   *
   * @param x (n, in)
   * @return (n, out)
   */
  public SDVariable apply(LayerContext context, SDVariable x) {
    SDVariable weight = context.parameter("weight", initialWeight, out, in);
    SDVariable bias = context.parameter("bias", initialBias, out);
    return context.graph().mmul(x, weight, false, true, false).add(bias);
  }
}
