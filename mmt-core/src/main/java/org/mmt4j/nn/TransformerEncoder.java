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
    SDVariable hidden = x;
    for (int i = 0; i < layers; i++) {
      hidden = layer.apply(context.scope("layer").scope(Integer.toString(i)), hidden, sequences);
    }
    return hidden;
  }
}
