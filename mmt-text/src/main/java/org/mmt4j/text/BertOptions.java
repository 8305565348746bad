package org.mmt4j.text;

/**
 * Options of a {@link Bert} that do not follow from its weights.
 *
 * @param maxTokens maximum number of tokens of a caption, including {@code [CLS]} and {@code
 *     [SEP]}; longer captions are truncated. The paper uses 30 (section 4.2)
 * @param dropout dropout after embeddings, attention and feed-forward layers in training, in [0, 1)
 * @param attentionDropout dropout of attention weights in training, in [0, 1)
 * @param pooling pooling of the outputs of the last layer
 */
public record BertOptions(
    int maxTokens, double dropout, double attentionDropout, BertPooling pooling) {

  /** The paper's options: 30 tokens, dropout 0.1 for both, [CLS]. */
  public static final BertOptions DEFAULTS = new BertOptions(30, 0.1, 0.1, BertPooling.CLS);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code maxTokens} is less than 3 ({@code [CLS]}, a word
   *     piece, {@code [SEP]}), or a dropout is not in [0, 1)
   */
  public BertOptions {
    if (maxTokens < 3) {
      throw new IllegalArgumentException(
          "maxTokens: found " + maxTokens + ", expected at least 3: [CLS], a word piece, [SEP]");
    }
    requireProbability("dropout", dropout);
    requireProbability("attentionDropout", attentionDropout);
  }

  /** Returns a copy with a different {@code maxTokens}. */
  public BertOptions withMaxTokens(int maxTokens) {
    return new BertOptions(maxTokens, dropout, attentionDropout, pooling);
  }

  /** Returns a copy with both dropouts set to {@code probability}. */
  public BertOptions withDropout(double probability) {
    return new BertOptions(maxTokens, probability, probability, pooling);
  }

  /** Returns a copy with a different {@code pooling}. */
  public BertOptions withPooling(BertPooling pooling) {
    return new BertOptions(maxTokens, dropout, attentionDropout, pooling);
  }

  private static void requireProbability(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          name + ": found " + value + ", expected at least 0 and below 1");
    }
  }
}
