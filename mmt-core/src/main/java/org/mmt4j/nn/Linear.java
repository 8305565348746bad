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
    Sizes.requirePositive("size of a linear layer's input", in);
    Sizes.requirePositive("size of a linear layer's output", out);
  }

  /** A layer that starts as PyTorch's do. */
  public static Linear of(int in, int out) {
    return new Linear(in, out, Start.UNIFORM);
  }

  /** A layer that starts as BERT's do. */
  public static Linear bert(int in, int out) {
    return new Linear(in, out, Start.NORMAL);
  }

  /** Declares the parameters where checkpoints hold them and no computation reads them. */
  public void declareUnused(LayerContext context) {
    context.unused("weight", firstWeight(context), out, in);
    context.unused("bias", firstBias(), out);
  }

  private Initializer firstWeight(LayerContext context) {
    return start == Start.NORMAL ? context.normalWeights() : uniform();
  }

  private Initializer firstBias() {
    return start == Start.NORMAL ? Initializer.constant(0) : uniform();
  }

  private Initializer uniform() {
    return Initializer.uniform(1 / Math.sqrt(in));
  }

  /**
   * Applies the layer to rows.
   *
   * @param x (n, in)
   * @return (n, out)
   */
  public SDVariable apply(LayerContext context, SDVariable x) {
    SDVariable weight = context.parameter("weight", firstWeight(context), out, in);
    SDVariable bias = context.parameter("bias", firstBias(), out);
    return context.graph().mmul(x, weight, false, true, false).add(bias);
  }
}
