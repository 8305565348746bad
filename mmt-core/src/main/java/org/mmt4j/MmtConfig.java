package org.mmt4j;

import com.google.common.collect.ImmutableList;

/**
 * The sizes of a model: with its caption encoder, all that its graphs are built from.
 *
 * @param experts in alphabetical order of their names, each with a token type of its own
 * @param width d_model: length of every token and of the embedding of one expert
 * @param layers of the video encoder
 * @param heads of the video encoder's attention, a divisor of the width
 * @param feedForward width inside the video encoder's feed-forward layers
 * @param positions rows of the temporal embedding table: T_agg, T_unk, then one a second; later
 *     seconds share the last
 * @param tokenTypes rows of the expert embedding table: row 0 is the video's [CLS]
 * @param maxFeatures K: features an expert that the encoder reads; of more, a choice
 * @param dropout after the video encoder's embeddings, attention and feed-forward layers
 * @param attentionDropout of the video encoder's attention weights
 * @param captionDropout of the caption's vector before the mixture weights
 */
public record MmtConfig(
    ImmutableList<Expert> experts,
    int width,
    int layers,
    int heads,
    int feedForward,
    int positions,
    int tokenTypes,
    int maxFeatures,
    double dropout,
    double attentionDropout,
    double captionDropout) {

  /** Position of aggregates, and of the video's [CLS]. */
  public static final int AGGREGATE_POSITION = 0;

  /** Position of features without a time. */
  public static final int UNKNOWN_POSITION = 1;

  /**
   * Row of the temporal embedding table for a feature seen at {@code seconds}: {@code trunc(t +
   * 2)}, at most the last row; features without a time take {@link #UNKNOWN_POSITION}.
   */
  public int position(double seconds) {
    float shifted = (float) (seconds + 2); // the reference truncates what it stored as float32
    return Math.min((int) shifted, positions - 1);
  }

  /** Length of the vector that holds the embeddings of all experts, N * d_model. */
  public int packedWidth() {
    return experts.size() * width;
  }
}
