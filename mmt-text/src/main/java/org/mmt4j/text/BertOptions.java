package org.mmt4j.text;

/**
 * How a {@link Bert} is used: what its weights do not say.
 *
 * @param maxTokens word pieces it reads of a caption, {@code [CLS]} and {@code [SEP]} included;
 *     longer captions are truncated. The paper's is 30 (section 4.2)
 * @param dropout after embeddings, attention and feed-forward layers while training, in [0, 1)
 * @param attentionDropout of attention weights while training, in [0, 1)
 * @param pooling of the outputs at all tokens
 */
public record BertOptions(
    int maxTokens, double dropout, double attentionDropout, BertPooling pooling) {

  /** The paper's: 30 tokens, both dropouts 0.1, [CLS]. */
  public static final BertOptions DEFAULTS = new BertOptions(30, 0.1, 0.1, BertPooling.CLS);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is no room for {@code [CLS]}, a word piece and {@code
   *     [SEP]}, or a dropout is not in [0, 1)
   */
  public BertOptions {
    if (maxTokens < 3) {
      throw new IllegalArgumentException(
          "maxTokens: found " + maxTokens + ", expected at least 3: [CLS], a word piece, [SEP]");
    }
    requireProbability("dropout", dropout);
    requireProbability("attentionDropout", attentionDropout);
  }

  /** The same but for {@code maxTokens}. */
  public BertOptions withMaxTokens(int maxTokens) {
    return new BertOptions(maxTokens, dropout, attentionDropout, pooling);
  }

  /** The same with both dropouts set to {@code probability}. */
  public BertOptions withDropout(double probability) {
    return new BertOptions(maxTokens, probability, probability, pooling);
  }

  /** The same but for {@code pooling}. */
  public BertOptions withPooling(BertPooling pooling) {
    return new BertOptions(maxTokens, dropout, attentionDropout, pooling);
  }

  private static void requireProbability(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          what + ": found " + value + ", expected at least 0 and below 1");
    }
  }
}
