package org.mmt4j.config;

import java.util.Arrays;

/**
 * Variants of the model that the paper compares (section 4.3, Tables 1 to 3).
 *
 * @param encoder video encoder
 * @param input input of the video encoder
 * @param aggregate initial value of aggregate tokens
 * @param scaling scaling of projected features
 * @param temporal temporal encoding
 * @param projection projection of captions
 * @param captionWeights weights of the experts for a caption
 * @param videoWeights weights of the experts for a video
 * @param missing treatment of missing experts
 */
public record Architecture(
    VideoEncoder encoder,
    VideoInput input,
    Aggregate aggregate,
    FeatureScaling scaling,
    TemporalEncoding temporal,
    Projection projection,
    CaptionWeights captionWeights,
    VideoWeights videoWeights,
    MissingExperts missing) {

  /** Architecture of the published checkpoints. */
  public static final Architecture PUBLISHED =
      new Architecture(
          VideoEncoder.MMT,
          VideoInput.ALL_FEATURES,
          Aggregate.MAX,
          FeatureScaling.UNIT_LENGTH,
          TemporalEncoding.SECONDS,
          Projection.GATED_BATCH_NORM,
          CaptionWeights.FROM_CAPTION,
          VideoWeights.UNIFORM,
          MissingExperts.KEPT);

  /**
   * Checks that the choices are compatible.
   *
   * @throws IllegalArgumentException if the encoder would have no input, or the weights need
   *     outputs that only the transformer has
   */
  public Architecture {
    boolean needsFeatures = aggregate == Aggregate.ZERO || aggregate == Aggregate.MAX_OF_PROJECTED;
    if (needsFeatures && !readsFeatures(encoder, input)) {
      throw new IllegalArgumentException(
          "aggregate: found "
              + aggregate
              + " with the encoder "
              + encoder
              + " and the input "
              + input
              + ", expected MAX or MEAN, because single features are not read");
    }
    if (scaling != FeatureScaling.UNIT_LENGTH && encoder != VideoEncoder.MMT) {
      throw new IllegalArgumentException(
          "scaling: found "
              + scaling
              + " with the encoder "
              + encoder
              + ", expected UNIT_LENGTH, because this encoder compares projected aggregates");
    }
    if (videoWeights != VideoWeights.UNIFORM && encoder != VideoEncoder.MMT) {
      throw new IllegalArgumentException(
          "videoWeights: found "
              + videoWeights
              + " with the encoder "
              + encoder
              + ", expected the encoder MMT: other encoders have no [CLS], and their vectors have length 1");
    }
  }

  /** A choice for one part of the model; the type of each component of this record. */
  public interface Choice {}

  /**
   * Returns a copy with different choices, such as {@code PUBLISHED.with(VideoEncoder.NONE,
   * MissingExperts.SKIPPED)}. Of several choices for the same part, the last one is used.
   *
   * @throws IllegalArgumentException if the choices are not compatible
   */
  public Architecture with(Choice... choices) {
    return new Architecture(
        last(choices, encoder),
        last(choices, input),
        last(choices, aggregate),
        last(choices, scaling),
        last(choices, temporal),
        last(choices, projection),
        last(choices, captionWeights),
        last(choices, videoWeights),
        last(choices, missing));
  }

  private static <E extends Enum<E> & Choice> E last(Choice[] choices, E present) {
    Class<E> kind = present.getDeclaringClass();
    return Arrays.stream(choices)
        .filter(kind::isInstance)
        .map(kind::cast)
        .reduce(present, (before, after) -> after);
  }

  /** Returns whether videos have their own weights, by which similarities are divided. */
  public boolean hasVideoWeights() {
    return videoWeights != VideoWeights.UNIFORM || missing != MissingExperts.KEPT;
  }

  /**
   * Returns whether a graph over videos needs to know the present experts, besides their tokens.
   */
  public boolean readsPresence() {
    return missing == MissingExperts.SKIPPED
        || encoder == VideoEncoder.COLLABORATIVE_GATING
        || aggregate == Aggregate.MAX_OF_PROJECTED;
  }

  /** Returns whether the video encoder reads single features. */
  public boolean readsFeatures() {
    return readsFeatures(encoder, input);
  }

  private static boolean readsFeatures(VideoEncoder encoder, VideoInput input) {
    return encoder == VideoEncoder.MMT && input != VideoInput.AGGREGATES_ONLY;
  }
}
