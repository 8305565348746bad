package org.mmt4j.config;

import java.util.Arrays;

/**
 * The choices between forms of the model that the paper compares (section 4.3, Tables 1 to 3).
 *
 * @param encoder of videos
 * @param input what the video encoder reads
 * @param aggregate what aggregate tokens start from
 * @param scaling of projected features
 * @param temporal how time is embedded
 * @param projection of captions
 * @param captionWeights how much each expert counts for a caption
 * @param videoWeights how much each expert counts for a video
 * @param missing what becomes of experts that a video lacks
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

  /** That of the published checkpoints. */
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
   * Checks that the choices go together.
   *
   * @throws IllegalArgumentException if the encoder would read nothing, or weights come from
   *     outputs that another encoder than the transformer does not have
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
              + ", expected MAX or MEAN: single features are not read");
    }
    if (scaling != FeatureScaling.UNIT_LENGTH && encoder != VideoEncoder.MMT) {
      throw new IllegalArgumentException(
          "scaling: found "
              + scaling
              + " with the encoder "
              + encoder
              + ", expected UNIT_LENGTH: it compares projected aggregates");
    }
    if (videoWeights != VideoWeights.UNIFORM && encoder != VideoEncoder.MMT) {
      throw new IllegalArgumentException(
          "videoWeights: found "
              + videoWeights
              + " with the encoder "
              + encoder
              + ", expected MMT: the vectors of others have length 1 and no [CLS]");
    }
  }

  /** A choice between forms of one part of the model: the type of each component here. */
  public interface Choice {}

  /**
   * The same with other choices, such as {@code PUBLISHED.with(VideoEncoder.NONE,
   * MissingExperts.SKIPPED)}; of several for the same part the last counts.
   *
   * @throws IllegalArgumentException if they do not go together
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

  /** Whether videos have weights of their own, by which a similarity is divided. */
  public boolean weighsVideos() {
    return videoWeights != VideoWeights.UNIFORM || missing != MissingExperts.KEPT;
  }

  /** Whether a graph over videos reads which experts each has, besides their tokens. */
  public boolean readsPresence() {
    return missing == MissingExperts.SKIPPED
        || encoder == VideoEncoder.COLLABORATIVE_GATING
        || aggregate == Aggregate.MAX_OF_PROJECTED;
  }

  /** Whether the video encoder reads single features. */
  public boolean readsFeatures() {
    return readsFeatures(encoder, input);
  }

  private static boolean readsFeatures(VideoEncoder encoder, VideoInput input) {
    return encoder == VideoEncoder.MMT && input != VideoInput.AGGREGATES_ONLY;
  }
}
