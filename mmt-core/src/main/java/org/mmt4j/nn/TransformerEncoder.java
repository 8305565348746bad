package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A stack of equal {@link TransformerLayer}s, with parameters {@code layer.0}, {@code layer.1},
 * ....
 *
 * @param layers number of layers
 * @param layer what each layer is
 */
public record TransformerEncoder(int layers, TransformerLayer layer) {

  public TransformerEncoder {
    Sizes.requirePositive("layers of a transformer encoder", layers);
  }

  /**
   * Contextualises tokens.
   *
   * @param x (n, d)
   * @return (n, d)
   */
  public SDVariable apply(LayerContext context, SDVariable x, PackedSequences sequences) {
    return apply(context, x, sequences, layers);
  }

  /**
   * What {@link #apply} gives for the first tokens of all sequences; the last layer computes no
   * others.
   *
   * @param x (n, d), first the first token of each sequence, then the second of each, ...
   * @param tokens number t of tokens of each sequence that are wanted
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
