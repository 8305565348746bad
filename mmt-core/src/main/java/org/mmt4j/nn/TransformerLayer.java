package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One layer of a post-norm transformer encoder, as BERT's:
 *
 * <pre>
 *   a = LayerNorm(x + dropout(W attention(x) + b))
 *   y = LayerNorm(a + dropout(feedForward(a)))
 * </pre>
 *
 * <p>Parameters {@code attention.self} ({@link MultiHeadAttention}), {@code
 * attention.output.dense}, {@code intermediate.dense} and {@code output.dense} ({@link
 * FeedForward}), and the two norms {@code attention.output.NORM}, {@code output.NORM}.
 *
 * @param width d of a token
 * @param heads of attention
 * @param intermediate width inside the feed-forward layer
 * @param dropout after attention and after the feed-forward layer
 * @param attentionDropout of attention weights
 * @param norm name NORM of the norms: {@code LayerNorm} in BERT, {@code layer_norm} in the video
 *     encoder
 * @param epsilon of the norms
 */
public record TransformerLayer(
    int width,
    int heads,
    int intermediate,
    Dropout dropout,
    Dropout attentionDropout,
    String norm,
    double epsilon) {

  /**
   * Applies the layer.
   *
   * @param x (n, d)
   * @return (n, d)
   */
  public SDVariable apply(LayerContext context, SDVariable x, PackedSequences sequences) {
    SDVariable attended = attention(context.scope("attention"), x, sequences);
    SDVariable fed = new FeedForward(width, intermediate).apply(context, attended);
    return addAndNorm(context.scope("output"), attended, fed, sequences.rows());
  }

  private SDVariable attention(LayerContext context, SDVariable x, PackedSequences sequences) {
    SDVariable mixed =
        new MultiHeadAttention(width, heads, attentionDropout)
            .apply(context.scope("self"), x, sequences);
    LayerContext output = context.scope("output");
    SDVariable projected = Linear.bert(width, width).apply(output.scope("dense"), mixed);
    return addAndNorm(output, x, projected, sequences.rows());
  }

  private SDVariable addAndNorm(LayerContext context, SDVariable x, SDVariable y, int rows) {
    SDVariable sum = x.add(dropout.apply(context, y, rows, width));
    return new LayerNorm(width, epsilon).apply(context.scope(norm), sum);
  }
}
