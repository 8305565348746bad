package org.mmt4j.nn;

import org.mmt4j.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Linear layer: {@code y = x Wᵀ + b}.
 *
 * <p>Parameters {@code weight} (out, in), the layout of PyTorch, and {@code bias} (out).
 *
 * @param in the dimension of x
 * @param out the dimension of y
 * @param initialization the initial values of W and b
 */
public record Linear(int in, int out, Initialization initialization) {

  /** Initial values of a linear layer. */
  public enum Initialization {
    /** PyTorch's default: W and b are uniform within ±1/sqrt(in). */
    UNIFORM,
    /** BERT's: W is {@link LayerContext#normalWeights}, b is zero. */
    NORMAL
  }

  public Linear {
    Sizes.requirePositive("size of a linear layer's input", in);
    Sizes.requirePositive("size of a linear layer's output", out);
  }

  /** Returns a layer with PyTorch's initial values. */
  public static Linear of(int in, int out) {
    return new Linear(in, out, Initialization.UNIFORM);
  }

  /** Returns a layer with BERT's initial values. */
  public static Linear bert(int in, int out) {
    return new Linear(in, out, Initialization.NORMAL);
  }

  /** Declares the parameters for checkpoints only: no computation uses them. */
  public void declareUnused(LayerContext context) {
    context.unused("weight", initialWeight(context), out, in);
    context.unused("bias", initialBias(), out);
  }

  private Initializer initialWeight(LayerContext context) {
    return initialization == Initialization.NORMAL ? context.normalWeights() : uniform();
  }

  private Initializer initialBias() {
    return initialization == Initialization.NORMAL ? Initializer.constant(0) : uniform();
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
    SDVariable weight = context.parameter("weight", initialWeight(context), out, in);
    SDVariable bias = context.parameter("bias", initialBias(), out);
    return context.graph().mmul(x, weight, false, true, false).add(bias);
  }
}
