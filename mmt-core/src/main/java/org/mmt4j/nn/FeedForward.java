package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Position-wise feed-forward layer of a transformer: {@code W₂ gelu(W₁ x + b₁) + b₂}.
 *
 * <p>Parameters {@code intermediate.dense} and {@code output.dense}, each a {@link Linear}.
 *
 * @param width of a token
 * @param intermediate width in between
 */
public record FeedForward(int width, int intermediate) {

  /**
   * Applies the layer to rows.
   *
   * @param x (n, width)
   * @return (n, width)
   */
  public SDVariable apply(LayerContext context, SDVariable x) {
    SDVariable hidden =
        Activations.gelu(
            Linear.bert(width, intermediate).apply(context.scope("intermediate.dense"), x));
    return Linear.bert(intermediate, width).apply(context.scope("output.dense"), hidden);
  }
}
