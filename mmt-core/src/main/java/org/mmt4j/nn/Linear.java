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
 * @param start what W and b are at first
 */
public record Linear(int in, int out, Start start) {

  /** First values of a linear layer. */
  public enum Start {
    /** PyTorch's default: W and b uniform within ±1/sqrt(in). */
    UNIFORM,
    /** BERT's: W as {@link LayerContext#normalWeights}, b zero. */
    NORMAL
  }

  public Linear {
    Sizes.requirePositive("width of a linear layer's input", in);
    Sizes.requirePositive("width of a linear layer's output", out);
  }

  /** A layer that starts as PyTorch's do. */
  public static Linear of(int in, int out) {
    return new Linear(in, out, Start.UNIFORM);
  }

  /** A layer that starts as BERT's do. */
  public static Linear bert(int in, int out) {
    return new Linear(in, out, Start.NORMAL);
  }

  /**
   * Applies the layer to rows.
   *
   * @param x (n, in)
   * @return (n, out)
   */
  public SDVariable apply(LayerContext context, SDVariable x) {
    boolean normal = start == Start.NORMAL;
    Initializer uniform = Initializer.uniform(1 / Math.sqrt(in));
    SDVariable weight =
        context.parameter("weight", normal ? context.normalWeights() : uniform, out, in);
    SDVariable bias = context.parameter("bias", normal ? Initializer.constant(0) : uniform, out);
    return context.graph().mmul(x, weight, false, true, false).add(bias);
  }
}
