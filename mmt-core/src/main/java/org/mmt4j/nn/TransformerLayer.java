package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A layer of a post-norm transformer encoder, as in BERT:
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
 * @param hiddenSize d, the hidden size of a token
 * @param heads the number of attention heads
 * @param intermediate the intermediate size of the feed-forward layer
 * @param dropout the dropout after attention and after the feed-forward layer
 * @param attentionDropout the dropout of attention weights
 * @param norm the name NORM of the norms: {@code LayerNorm} in BERT, {@code layer_norm} in the
 *     video encoder
 * @param epsilon the epsilon of the norms
 * @param activation the activation of the feed-forward layer
 */
public record TransformerLayer(
    int hiddenSize,
    int heads,
    int intermediate,
    Dropout dropout,
    Dropout attentionDropout,
    String norm,
    double epsilon,
    Activation activation) {

  /** Creates a layer with the GELU. */
  public TransformerLayer(
      int hiddenSize,
      int heads,
      int intermediate,
      Dropout dropout,
      Dropout attentionDropout,
      String norm,
      double epsilon) {
    this(
        hiddenSize, heads, intermediate, dropout, attentionDropout, norm, epsilon, Activation.GELU);
  }

  /**
   * Applies the layer.
   *
   * @param x (n, d)
   * @return (n, d)
   */
  public SDVariable apply(LayerContext context, SDVariable x, PackedSequences sequences) {
    SDVariable mixed = attention().apply(attentionScope(context), x, sequences);
    return afterAttention(context, x, mixed, sequences.rows());
  }

  /**
   * Returns the result of {@link #apply} for the first tokens of all sequences only.
   *
   * @param x (n, d), the first token of each sequence, then the second token of each sequence, and
   *     so on
   * @param tokens t, the number of tokens of each sequence to compute
   * @return (t B, d), in the same order
   */
  SDVariable applyToFirst(
      LayerContext context, SDVariable x, PackedSequences sequences, int tokens) {
    int rows = tokens * sequences.sequences();
    SDVariable first = context.graph().slice(x, new int[] {0, 0}, rows, hiddenSize);
    SDVariable mixed =
        attention().applyToFirst(attentionScope(context), x, sequences, first, tokens);
    return afterAttention(context, first, mixed, rows);
  }

  private MultiHeadAttention attention() {
    return new MultiHeadAttention(hiddenSize, heads, attentionDropout);
  }

  private static LayerContext attentionScope(LayerContext context) {
    return context.scope("attention").scope("self");
  }

  /** Applies the part of the layer after attention. */
  private SDVariable afterAttention(
      LayerContext context, SDVariable x, SDVariable mixed, int rows) {
    LayerContext output = context.scope("attention").scope("output");
    SDVariable projected = Linear.bert(hiddenSize, hiddenSize).apply(output.scope("dense"), mixed);
    SDVariable attended = addAndNorm(output, x, projected, rows);
    SDVariable fed = new FeedForward(hiddenSize, intermediate, activation).apply(context, attended);
    return addAndNorm(context.scope("output"), attended, fed, rows);
  }

  private SDVariable addAndNorm(LayerContext context, SDVariable x, SDVariable y, int rows) {
    SDVariable sum = x.add(dropout.apply(context, y, rows, hiddenSize));
    return new LayerNorm(hiddenSize, epsilon).apply(context.scope(norm), sum);
  }
}
