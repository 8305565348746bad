package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A stack of {@link TransformerLayer}s of the same size, with parameters {@code layer.0}, {@code
 * layer.1}, and so on.
 *
 * @param layers the number of layers
 * @param layer the settings of each layer
 */
public record TransformerEncoder(int layers, TransformerLayer layer) {

  public TransformerEncoder {
    Sizes.requirePositive("layers of a transformer encoder", layers);
  }

  /**
   * Applies all layers to tokens.
   *
   * @param x (n, d)
   * @return (n, d)
   */
  public SDVariable apply(LayerContext context, SDVariable x, PackedSequences sequences) {
    return apply(context, x, sequences, layers);
  }

  /**
   * Returns the result of {@link #apply} for the first tokens of all sequences only. The last layer
   * computes only these tokens.
   *
   * @param x (n, d), the first token of each sequence, then the second token of each sequence, and
   *     so on
   * @param tokens t, the number of tokens of each sequence to compute
   * @return (t B, d), in the same order
   */
  public SDVariable applyToFirst(
      LayerContext context, SDVariable x, PackedSequences sequences, int tokens) {
    SDVariable hidden = apply(context, x, sequences, layers - 1);
    return layer.applyToFirst(layerScope(context, layers - 1), hidden, sequences, tokens);
  }

  private SDVariable apply(
      LayerContext context, SDVariable x, PackedSequences sequences, int count) {
    SDVariable hidden = x;
    for (int i = 0; i < count; i++) {
      hidden = layer.apply(layerScope(context, i), hidden, sequences);
    }
    return hidden;
  }

  private static LayerContext layerScope(LayerContext context, int index) {
    return context.scope("layer").scope(Integer.toString(index));
  }
}
