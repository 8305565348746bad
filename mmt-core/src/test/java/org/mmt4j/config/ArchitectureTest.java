package org.mmt4j.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.Hit;
import org.mmt4j.MmtModel;
import org.mmt4j.SmallModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.VideoIndex;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

class ArchitectureTest {

  private static final Architecture PUBLISHED = Architecture.PUBLISHED;

  /** Matrix products of different shapes may sum in a different order. */
  private static final double ROUNDING = 1e-6;

  static Stream<Architecture> architectures() {
    return Stream.of(
        PUBLISHED,
        PUBLISHED.with(VideoEncoder.NONE, MissingExperts.SKIPPED),
        PUBLISHED.with(VideoEncoder.COLLABORATIVE_GATING),
        PUBLISHED.with(VideoInput.AGGREGATES_ONLY, Aggregate.MEAN),
        PUBLISHED.with(Aggregate.ZERO, TemporalEncoding.ORDER),
        PUBLISHED.with(TemporalEncoding.NONE, Projection.GATED),
        PUBLISHED.with(TemporalEncoding.ONE_TYPE, Projection.LINEAR),
        PUBLISHED.with(Aggregate.MAX_OF_PROJECTED, FeatureScaling.NONE),
        PUBLISHED.with(VideoWeights.FROM_NORM, VideoInput.SHUFFLED_FEATURES),
        PUBLISHED.with(CaptionWeights.UNIFORM, VideoWeights.FROM_CLS, MissingExperts.SKIPPED));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void searchReturnsTheSimilarities(Architecture architecture) {
    List<VideoFeatures> videos = SmallModel.videos(7, 1);
    try (MmtModel model = SmallModel.builder().architecture(architecture).build();
        VideoIndex index = VideoIndex.of(model, videos)) {
      String caption = SmallModel.CAPTIONS.get(0);
      ImmutableMap<String, VideoFeatures> byId = Maps.uniqueIndex(videos, VideoFeatures::id);
      List<Hit> hits = index.search(caption, videos.size());
      assertEquals(videos.size(), hits.size());
      for (Hit hit : hits) {
        assertEquals(
            model.similarity(Objects.requireNonNull(byId.get(hit.id())), caption),
            hit.similarity(),
            ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void savesAndLoadsTheArchitecture(Architecture architecture, @TempDir Path directory)
      throws IOException {
    List<VideoFeatures> videos = SmallModel.videos(3, 1);
    try (MmtModel model = SmallModel.builder().architecture(architecture).build()) {
      model.save(directory.resolve("model"));
      try (MmtModel loaded = MmtModel.load(directory.resolve("model"))) {
        assertEquals(architecture, loaded.config().architecture());
        float[][] expected = model.similarities(videos, SmallModel.CAPTIONS).toArray();
        float[][] found = loaded.similarities(videos, SmallModel.CAPTIONS).toArray();
        for (int caption = 0; caption < expected.length; caption++) {
          assertArrayEquals(expected[caption], found[caption]);
        }
      }
    }
  }

  @Test
  void similarityOfAnEmptyVideoIsZeroIfMissingExpertsAreSkipped() {
    Architecture architecture = PUBLISHED.with(MissingExperts.SKIPPED);
    try (MmtModel model = SmallModel.builder().architecture(architecture).build()) {
      assertEquals(0, model.similarity(VideoFeatures.of("empty", Map.of()), "a song"));
    }
  }

  /**
   * The weight of a single expert is 1 for every caption and video, so the similarity is a cosine.
   */
  @Test
  void onlyPresentExpertHasFullWeight() {
    Architecture architecture = PUBLISHED.with(VideoEncoder.NONE, MissingExperts.SKIPPED);
    ExpertFeatures look = ExpertFeatures.of(new float[][] {{1, 2, 3}}, new double[] {0.5});
    try (MmtModel model = SmallModel.builder().architecture(architecture).build()) {
      CaptionEmbedding caption = model.embed("a song");
      VideoEmbedding video = model.embed(VideoFeatures.of("clip", Map.of("look", look)));
      int first = 8; // audio, look, text
      double expected = 0;
      for (int i = first; i < first + 8; i++) {
        expected += video.vector()[i] * caption.vector()[i] / caption.weights()[1];
      }
      assertEquals(expected, video.similarity(caption), ROUNDING);
    }
  }

  @Test
  void rejectsIncompatibleChoices() {
    Architecture aggregates = PUBLISHED.with(VideoInput.AGGREGATES_ONLY);
    assertEquals(
        "aggregate: found ZERO with the encoder MMT and the input AGGREGATES_ONLY, expected MAX or"
            + " MEAN, because single features are not read",
        assertThrows(IllegalArgumentException.class, () -> aggregates.with(Aggregate.ZERO))
            .getMessage());
    Architecture none = PUBLISHED.with(VideoEncoder.NONE);
    assertEquals(
        "aggregate: found ZERO with the encoder NONE and the input ALL_FEATURES, expected MAX or"
            + " MEAN, because single features are not read",
        assertThrows(IllegalArgumentException.class, () -> none.with(Aggregate.ZERO)).getMessage());
    assertEquals(
        "scaling: found NONE with the encoder NONE, expected UNIT_LENGTH, because this encoder"
            + " compares projected aggregates",
        assertThrows(IllegalArgumentException.class, () -> none.with(FeatureScaling.NONE))
            .getMessage());
    assertEquals(
        "videoWeights: found FROM_CLS with the encoder NONE, expected the encoder MMT: other"
            + " encoders have no [CLS], and their vectors have length 1",
        assertThrows(IllegalArgumentException.class, () -> none.with(VideoWeights.FROM_CLS))
            .getMessage());
  }
}
