package org.mmt4j.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.config.TemporalEncoding;
import org.mmt4j.config.VideoInput;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;

class VideoTokensTest {

  @Test
  void rejectsAnEmptyBatch() {
    assertRejected(
        "videos: found none, expected at least one", () -> new VideoTokens(config(4), List.of()));
  }

  @Test
  void rejectsUnknownExpertsWrongDimensionsAndPositions() {
    assertRejected(
        "video 1 of the batch: found features of expert taste, expected one of [look]",
        () -> tokens(4, Map.of(), Map.of("taste", look(2, 0))));
    assertRejected(
        "video 0 of the batch, expert look: found dimension 3, expected 2",
        () -> tokens(4, Map.of("look", look(3, 0))));
    assertRejected(
        "video 0 of the batch, expert look: found position 7, expected 0 to 6",
        () -> tokens(4, Map.of("look", look(2, 7))));
    assertRejected(
        "video 0 of the batch, expert look: found position -1, expected 0 to 6",
        () -> tokens(4, Map.of("look", look(2, -1))));
  }

  @Test
  void rejectsExpertTokensOfInconsistentSizes() {
    assertRejected(
        "positions of features: found 2, expected 1",
        () -> new ExpertTokens(new float[1], new float[1][1], new int[2]));
    assertRejected(
        "feature of an expert: found 1 values, expected 2 as for the aggregate",
        () -> new ExpertTokens(new float[2], new float[1][1], new int[1]));
  }

  @Test
  void rowsAreRoundedToLessThanDouble() {
    for (int count = 0; count < 40; count++) {
      VideoTokens.Shape shape = tokens(65_536, Map.of("look", look(2, new int[count]))).shape();
      int rows = shape.features().get(0);
      assertTrue(rows >= count && rows <= Math.max(0, 2 * count - 1), count + ": " + rows);
    }
  }

  @Test
  void paddingRowsAlwaysHaveASlot() {
    for (int count = 0; count < 40; count++) {
      VideoTokens.Shape shape = tokens(30, Map.of("look", look(2, new int[count]))).shape();
      int sequence = 2 + count; // [CLS], aggregate, features
      int spare = shape.tokens() - sequence;
      assertTrue(shape.length() >= sequence + (spare > 0 ? 1 : 0), count + ": " + shape);
    }
  }

  @Test
  void encoderReadsFewPaddingRows() {
    int videos = 32;
    ImmutableMap<String, ExpertTokens> video = ImmutableMap.of("look", look(2, new int[13]));
    VideoTokens.Shape shape =
        new VideoTokens(config(30), Collections.nCopies(videos, video)).shape();
    assertEquals(480, shape.features().get(0)); // steps of 240
    assertEquals(2 * videos + 416, shape.tokens()); // 416 in steps of 32
    assertEquals(2 * videos + 480, shape.rows());
  }

  /** Compares the positions of five features at 0.5, 1.5 .. 4.5 s. */
  @Test
  void shuffledFeaturesHavePermutedTimes() {
    Architecture shuffled = Architecture.PUBLISHED.with(VideoInput.SHUFFLED_FEATURES);
    assertArrayEquals(new int[] {2, 3, 4, 5, 6}, positions(Architecture.PUBLISHED, 1));
    int[] shuffledPositions = positions(shuffled, 1);
    assertArrayEquals(shuffledPositions, positions(shuffled, 1));
    assertFalse(Arrays.equals(shuffledPositions, positions(shuffled, 2)));
    assertArrayEquals(
        new int[] {2, 3, 4, 5, 6}, Arrays.stream(shuffledPositions).sorted().toArray());
    int[] inOrder = positions(shuffled.with(TemporalEncoding.ORDER), 1);
    assertArrayEquals(
        Arrays.stream(shuffledPositions).map(position -> position - 1).toArray(), inOrder);
  }

  private static int[] positions(Architecture architecture, long seed) {
    ExpertFeatures features =
        ExpertFeatures.of(new float[5][2], new double[] {0.5, 1.5, 2.5, 3.5, 4.5});
    FeatureSampling sampling = FeatureSampling.random(new SplittableRandom(seed));
    return VideoTokens.tokens(config(30, architecture), features, sampling).positions();
  }

  private static ExpertTokens look(int dimension, int... positions) {
    return new ExpertTokens(
        new float[dimension], new float[positions.length][dimension], positions);
  }

  private static VideoTokens tokens(
      int maxFeatures, Map<String, ExpertTokens> first, Map<String, ExpertTokens> second) {
    return new VideoTokens(
        config(maxFeatures), List.of(ImmutableMap.copyOf(first), ImmutableMap.copyOf(second)));
  }

  private static VideoTokens tokens(int maxFeatures, Map<String, ExpertTokens> video) {
    return new VideoTokens(config(maxFeatures), List.of(ImmutableMap.copyOf(video)));
  }

  private static ModelConfig config(int maxFeatures) {
    return config(maxFeatures, Architecture.PUBLISHED);
  }

  private static ModelConfig config(int maxFeatures, Architecture architecture) {
    Expert look = Expert.of("look", 2).withTokenType(1);
    return ModelConfig.builder()
        .experts(ImmutableList.of(look))
        .hiddenSize(4)
        .layers(1)
        .heads(1)
        .feedForward(4)
        .positions(7)
        .tokenTypes(2)
        .maxFeatures(maxFeatures)
        .dropout(0)
        .attentionDropout(0)
        .captionDropout(0)
        .initializerRange(0.02)
        .architecture(architecture)
        .build();
  }

  private static void assertRejected(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
