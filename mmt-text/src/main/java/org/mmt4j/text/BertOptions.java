package org.mmt4j.text;

/**
 * Options of a {@link Bert} that do not follow from its weights.
 *
 * <pre>{@code
 * BertOptions.DEFAULTS.withMaxTokens(40).withPooling(BertPooling.MEAN)
 * }</pre>
 *
 * <p>Immutable. Two are equal if all their values are.
 */
public final class BertOptions {

  /** The paper's options: 30 tokens, dropout 0.1 for both, [CLS]. */
  public static final BertOptions DEFAULTS =
      new BertOptions(new Values(30, 0.1, 0.1, BertPooling.CLS));

  private record Values(
      int maxTokens, double dropout, double attentionDropout, BertPooling pooling) {}

  private final Values values;

  private BertOptions(Values values) {
    this.values = values;
  }

  /**
   * Returns the maximum number of tokens of a caption, including {@code [CLS]} and {@code [SEP]};
   * longer captions are truncated. The paper uses 30 (section 4.2).
   */
  public int maxTokens() {
    return values.maxTokens;
  }

  /** Returns the dropout after embeddings, attention and feed-forward layers in training. */
  public double dropout() {
    return values.dropout;
  }

  /** Returns the dropout of attention weights in training. */
  public double attentionDropout() {
    return values.attentionDropout;
  }

  /** Returns the pooling of the outputs of the last layer. */
  public BertPooling pooling() {
    return values.pooling;
  }

  /**
   * Returns a copy with a different {@code maxTokens}.
   *
   * @throws IllegalArgumentException if it is less than 3 ({@code [CLS]}, a word piece, {@code
   *     [SEP]})
   */
  public BertOptions withMaxTokens(int maxTokens) {
    if (maxTokens < 3) {
      throw new IllegalArgumentException(
          "maxTokens: found " + maxTokens + ", expected at least 3: [CLS], a word piece, [SEP]");
    }
    return new BertOptions(new Values(maxTokens, dropout(), attentionDropout(), pooling()));
  }

  /**
   * Returns a copy with both dropouts set to {@code probability}.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public BertOptions withDropout(double probability) {
    requireProbability("dropout", probability);
    return new BertOptions(new Values(maxTokens(), probability, probability, pooling()));
  }

  /**
   * Returns a copy with a different {@code attentionDropout} alone.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public BertOptions withAttentionDropout(double probability) {
    requireProbability("attentionDropout", probability);
    return new BertOptions(new Values(maxTokens(), dropout(), probability, pooling()));
  }

  /** Returns a copy with a different {@code pooling}. */
  public BertOptions withPooling(BertPooling pooling) {
    return new BertOptions(new Values(maxTokens(), dropout(), attentionDropout(), pooling));
  }

  private static void requireProbability(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          name + ": found " + value + ", expected at least 0 and below 1");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BertOptions options && values.equals(options.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "BertOptions" + values.toString().substring("Values".length());
  }
}
