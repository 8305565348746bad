package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Position-wise feed-forward layer of a transformer: {@code W₂ gelu(W₁ x + b₁) + b₂}.
 *
 * <p>Parameters {@code intermediate.dense} and {@code output.dense}, each a {@link Linear}.
 *
 * @param hiddenSize the hidden size of a token
 * @param intermediate the size of the intermediate layer
 */
public record FeedForward(int hiddenSize, int intermediate) {

  /**
   * Applies the layer to rows.
   *
   * @param x (n, hiddenSize)
   * @return (n, hiddenSize)
   */
  public SDVariable apply(LayerContext context, SDVariable x) {
    SDVariable hidden =
        Activations.gelu(
            Linear.bert(hiddenSize, intermediate).apply(context.scope("intermediate.dense"), x));
    return Linear.bert(intermediate, hiddenSize).apply(context.scope("output.dense"), hidden);
  }
}
