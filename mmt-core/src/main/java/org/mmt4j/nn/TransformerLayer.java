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
 * @param hiddenSize d of a token
 * @param heads of attention
 * @param intermediate size inside the feed-forward layer
 * @param dropout after attention and after the feed-forward layer
 * @param attentionDropout of attention weights
 * @param norm name NORM of the norms: {@code LayerNorm} in BERT, {@code layer_norm} in the video
 *     encoder
 * @param epsilon of the norms
 */
public record TransformerLayer(
    int hiddenSize,
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
    SDVariable mixed = attention().apply(attentionScope(context), x, sequences);
    return fed(context, x, mixed, sequences.rows());
  }

  /**
   * What {@link #apply} gives for the first tokens of all sequences.
   *
   * @param x (n, d), first the first token of each sequence, then the second of each, ...
   * @param tokens number t of tokens of each sequence that are wanted
   * @return (t B, d), in the same order
   */
  SDVariable applyToFirst(
      LayerContext context, SDVariable x, PackedSequences sequences, int tokens) {
    int rows = tokens * sequences.sequences();
    SDVariable first = context.graph().slice(x, new int[] {0, 0}, rows, hiddenSize);
    SDVariable mixed =
        attention().applyToFirst(attentionScope(context), x, sequences, first, tokens);
    return fed(context, first, mixed, rows);
  }

  private MultiHeadAttention attention() {
    return new MultiHeadAttention(hiddenSize, heads, attentionDropout);
  }

  private static LayerContext attentionScope(LayerContext context) {
    return context.scope("attention").scope("self");
  }

  /** What follows attention. */
  private SDVariable fed(LayerContext context, SDVariable x, SDVariable mixed, int rows) {
    LayerContext output = context.scope("attention").scope("output");
    SDVariable projected = Linear.bert(hiddenSize, hiddenSize).apply(output.scope("dense"), mixed);
    SDVariable attended = addAndNorm(output, x, projected, rows);
    SDVariable fed = new FeedForward(hiddenSize, intermediate).apply(context, attended);
    return addAndNorm(context.scope("output"), attended, fed, rows);
  }

  private SDVariable addAndNorm(LayerContext context, SDVariable x, SDVariable y, int rows) {
    SDVariable sum = x.add(dropout.apply(context, y, rows, hiddenSize));
    return new LayerNorm(hiddenSize, epsilon).apply(context.scope(norm), sum);
  }
}
