package org.mmt4j;

import org.mmt4j.similarity.CaptionWeights;
import org.mmt4j.similarity.Projection;
import org.mmt4j.video.Aggregate;
import org.mmt4j.video.TemporalEncoding;
import org.mmt4j.video.VideoInput;

/**
 * The choices between forms of the model that the paper compares (section 4.3, Tables 2 and 3).
 *
 * @param input what the video encoder reads
 * @param aggregate what aggregate tokens start from
 * @param temporal how time is embedded
 * @param projection of captions
 * @param captionWeights mixture weights
 */
public record Architecture(
    VideoInput input,
    Aggregate aggregate,
    TemporalEncoding temporal,
    Projection projection,
    CaptionWeights captionWeights) {

  /** That of the published checkpoints. */
  public static final Architecture PUBLISHED =
      new Architecture(
          VideoInput.ALL_FEATURES,
          Aggregate.MAX,
          TemporalEncoding.SECONDS,
          Projection.GATED_BATCH_NORM,
          CaptionWeights.FROM_CAPTION);

  /**
   * Checks that the choices go together.
   *
   * @throws IllegalArgumentException if the encoder would read nothing
   */
  public Architecture {
    if (input == VideoInput.AGGREGATES_ONLY && aggregate == Aggregate.ZERO) {
      throw new IllegalArgumentException(
          "aggregate: found ZERO with the input AGGREGATES_ONLY, expected MAX or MEAN: the encoder"
              + " would read nothing");
    }
  }

  /** The same with another input of the video encoder. */
  public Architecture withInput(VideoInput other) {
    return new Architecture(other, aggregate, temporal, projection, captionWeights);
  }

  /** The same with other aggregates. */
  public Architecture withAggregate(Aggregate other) {
    return new Architecture(input, other, temporal, projection, captionWeights);
  }

  /** The same with another temporal encoding. */
  public Architecture withTemporal(TemporalEncoding other) {
    return new Architecture(input, aggregate, other, projection, captionWeights);
  }

  /** The same with another projection of captions. */
  public Architecture withProjection(Projection other) {
    return new Architecture(input, aggregate, temporal, other, captionWeights);
  }

  /** The same with other mixture weights. */
  public Architecture withCaptionWeights(CaptionWeights other) {
    return new Architecture(input, aggregate, temporal, projection, other);
  }
}
