package org.mmt4j.video;

import org.mmt4j.config.ModelConfig;
import org.mmt4j.nn.GraphInput;
import org.mmt4j.nn.PackedSequences;

/**
 * The inputs of the video side of a graph, of one shape: the encoders declare those that they read,
 * and {@link VideoTokens#fill} fills them.
 */
record VideoInputs(ModelConfig config, VideoTokens.Shape shape) {

  private static final String PREFIX = "video";

  /** Aggregates of all videos, then features, of an expert: (B + features, dimension). */
  GraphInput features(int expert) {
    return GraphInput.of(
        featuresName(expert),
        shape.videos() + shape.features().get(expert),
        config.experts().get(expert).dimension());
  }

  /** Which features of an expert belong to which video. */
  PackedSequences.Input featuresOfVideos(int expert) {
    int slots = config.maxFeatures() + 1; // one for padding rows
    return new PackedSequences.Input(
        featuresName(expert), shape.videos(), slots, shape.features().get(expert));
  }

  private String featuresName(int expert) {
    return PREFIX + ".features." + config.experts().get(expert).name();
  }

  /** Which experts each video has, 1 or 0: (B, N). */
  GraphInput presence() {
    return GraphInput.of(PREFIX + ".experts", shape.videos(), config.experts().size());
  }

  /** The mean direction of the aligned expert's features of each video: (B, D). */
  GraphInput aligned() {
    return GraphInput.of(PREFIX + ".aligned", shape.videos(), config.alignedDimension());
  }

  /** Position of each row in the temporal embedding table: (rows). */
  GraphInput positions() {
    return GraphInput.integers(PREFIX + ".positions", shape.rows());
  }

  /** Which token each row is; the number of tokens for unused rows: (rows). */
  GraphInput tokenOfRow() {
    return GraphInput.integers(PREFIX + ".tokens", shape.rows());
  }

  /** Which tokens belong to which video. */
  PackedSequences.Input sequences() {
    return new PackedSequences.Input(PREFIX, shape.videos(), shape.length(), shape.tokens());
  }
}
