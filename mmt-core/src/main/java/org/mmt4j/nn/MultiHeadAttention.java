package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Multi-head self-attention: {@code softmax(Q Kᵀ / sqrt(d/h) + mask) V} for each head, with Q, K
 * and V linear in the tokens. The results of the heads are concatenated.
 *
 * <p>Symbols: n rows, B sequences, L slots, h heads, d hidden size, e = d / h. Parameters {@code
 * query}, {@code key}, {@code value}, each a {@link Linear}. Dropout applies to the attention
 * weights.
 *
 * @param hiddenSize d
 * @param heads h, a divisor of d
 * @param dropout the dropout of the attention weights
 */
public record MultiHeadAttention(int hiddenSize, int heads, Dropout dropout) {

  public MultiHeadAttention {
    Sizes.requirePositive("hidden size of attention", hiddenSize);
    if (heads < 1 || hiddenSize % heads != 0) {
      throw new IllegalArgumentException(
          "heads of attention: found "
              + heads
              + ", expected a divisor of the hidden size "
              + hiddenSize);
    }
  }

  /**
   * Applies attention: each token attends to all tokens of its sequence that the mask admits.
   *
   * @param x (n, d)
   * @return (n, d)
   */
  public SDVariable apply(LayerContext context, SDVariable x, PackedSequences sequences) {
    SDVariable query = heads(context, "query", x, sequences);
    SDVariable mixed =
        mixed(context, query, x, sequences, sequences.length())
            .permute(0, 2, 1, 3) // (B, h, L, e) -> (B, L, h, e)
            .reshape((long) sequences.sequences() * sequences.length(), hiddenSize); // -> (B L, d)
    return sequences.pack(mixed, hiddenSize);
  }

  /**
   * Applies attention for the first tokens of all sequences only.
   *
   * @param x (n, d), the first token of each sequence, then the second token of each sequence, and
   *     so on
   * @param first (t B, d), the first rows of x
   * @param t the number of tokens of each sequence that attend
   * @return (t B, d), in the same order
   */
  SDVariable applyToFirst(
      LayerContext context, SDVariable x, PackedSequences sequences, SDVariable first, int t) {
    int b = sequences.sequences();
    SDVariable query =
        Linear.bert(hiddenSize, hiddenSize)
            .apply(context.scope("query"), first)
            .reshape(t, b, heads, hiddenSize / heads)
            .permute(1, 2, 0, 3); // (t, B, h, e) -> (B, h, t, e)
    return mixed(context, query, x, sequences, t)
        .permute(2, 0, 1, 3) // (B, h, t, e) -> (t, B, h, e)
        .reshape((long) t * b, hiddenSize); // -> (t B, d)
  }

  /** Returns the result of t tokens of each sequence, (B, h, t, e). */
  private SDVariable mixed(
      LayerContext context, SDVariable query, SDVariable x, PackedSequences sequences, int t) {
    SameDiff graph = context.graph();
    SDVariable key = heads(context, "key", x, sequences);
    SDVariable value = heads(context, "value", x, sequences);
    int b = sequences.sequences();
    int l = sequences.length();
    SDVariable scores =
        graph
            .mmul(query, key, false, true, false) // (B, h, t, e)·(B, h, e, L) -> (B, h, t, L)
            .mul(1 / Math.sqrt((double) hiddenSize / heads))
            .add(sequences.mask());
    SDVariable weights = dropout.apply(context, graph.nn().softmax(scores, 3), b, heads, t, l);
    return weights.mmul(value); // (B, h, t, L)·(B, h, L, e) -> (B, h, t, e)
  }

  private SDVariable heads(
      LayerContext context, String name, SDVariable x, PackedSequences sequences) {
    SDVariable projected = Linear.bert(hiddenSize, hiddenSize).apply(context.scope(name), x);
    return sequences
        .pad(projected) // (n, d) -> (B L, d)
        .reshape(sequences.sequences(), sequences.length(), heads, hiddenSize / heads)
        .permute(0, 2, 1, 3); // (B, L, h, e) -> (B, h, L, e)
  }
}
