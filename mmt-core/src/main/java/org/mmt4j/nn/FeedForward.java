package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Position-wise feed-forward layer of a transformer: {@code W₂ f(W₁ x + b₁) + b₂}, with the GELU or
 * another activation f.
 *
 * <p>Parameters {@code intermediate.dense} and {@code output.dense}, each a {@link Linear}.
 *
 * @param hiddenSize the hidden size of a token
 * @param intermediate the size of the intermediate layer
 * @param activation the activation f
 */
public record FeedForward(int hiddenSize, int intermediate, Activation activation) {

  /** Creates a layer with the GELU. */
  public FeedForward(int hiddenSize, int intermediate) {
    this(hiddenSize, intermediate, Activation.GELU);
  }

  /**
   * Applies the layer to rows.
   *
   * @param x (n, hiddenSize)
   * @return (n, hiddenSize)
   */
  public SDVariable apply(LayerContext context, SDVariable x) {
    SDVariable hidden =
        activation.apply(
            Linear.bert(hiddenSize, intermediate).apply(context.scope("intermediate.dense"), x));
    return Linear.bert(intermediate, hiddenSize).apply(context.scope("output.dense"), hidden);
  }
}
