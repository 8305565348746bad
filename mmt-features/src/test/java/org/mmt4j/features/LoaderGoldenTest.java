package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mmt4j.CaptionedVideo;
import org.mmt4j.Expert;
import org.mmt4j.ExpertFeatures;
import org.mmt4j.Timing;
import org.mmt4j.video.FeatureSampling;

/** Against what the authors' loader makes of the same small data tree. */
class LoaderGoldenTest {

  private static final Path ROOT = TestFiles.resource("golden");

  private static JsonNode golden;
  private static SafetensorsFile batch;
  private static List<Expert> experts;
  private static int maxTokens;

  @BeforeAll
  static void readGolden() throws Exception {
    golden = new ObjectMapper().readTree(ROOT.resolve("loader.json").toFile());
    batch = new SafetensorsFile(ROOT.resolve("batch_miech_test_3cap.safetensors"));
    maxTokens = golden.get("max_expert_tokens").asInt();
    experts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> dimension : golden.get("dims").properties()) {
      experts.add(Expert.of(dimension.getKey(), dimension.getValue().asInt()));
    }
  }

  @Test
  void sentencesOfCaptionsAreThoseOfTheReference() {
    CaptionRule rule = CaptionRule.ofWords(1000);
    assertEquals(31, golden.get("captions").size());
    for (JsonNode caption : golden.get("captions")) {
      String[] words = new ObjectMapper().convertValue(caption.get("words"), String[].class);
      assertEquals(caption.get("text").asText(), rule.sentence(Caption.of(words)));
    }
  }

  @Test
  void computedTimesAreThoseOfTheReference() {
    assertEquals(6, golden.get("timings").size());
    for (JsonNode timing : golden.get("timings")) {
      double[] expected = new ObjectMapper().convertValue(timing.get("average"), double[].class);
      JsonNode width = timing.get("feat_width");
      Timing policy = width.isNull() ? new Timing.Unknown() : new Timing.Every(width.asDouble());
      int count = timing.get("n").asInt();
      assertArrayEquals(expected, FeatureTimes.of(policy, count, Optional.empty()));
    }
  }

  @Test
  void subsetsAreThoseOfTheReference() throws Exception {
    assertEquals(10, golden.get("splits").size());
    for (int seed : new int[] {0, 3}) {
      PublishedDataset data =
          PublishedDataset.open(ROOT, PublishedCut.MSRVTT_MIECH, experts).withCrossSeed(seed);
      for (Subset subset : Subset.values()) {
        String key =
            "MSRVTT/miech/" + subset.name().toLowerCase(Locale.ROOT) + "/cross_seed" + seed;
        List<String> expected =
            Arrays.asList(
                new ObjectMapper().convertValue(golden.get("splits").get(key), String[].class));
        assertEquals(expected, data.ids(subset), key);
      }
    }
  }

  @Test
  void expertsAreDiscoveredWithTheirDimensions() throws Exception {
    List<Path> files = new ArrayList<>();
    for (JsonNode id : golden.get("vids")) {
      files.add(ROOT.resolve("data/MSRVTT/vid_feat_files/mult_h5/v/i/d/" + id.asText() + ".h5"));
    }
    assertEquals(experts, ExpertDiscovery.of(files));
  }

  @Test
  void featuresTimesAndMissingExpertsAreThoseOfTheReference() throws Exception {
    List<CaptionedVideo> videos = testVideos();
    int missing = 0;
    for (Expert expert : experts) {
      for (int i = 0; i < videos.size(); i++) {
        Optional<ExpertFeatures> features = videos.get(i).video().expert(expert.name());
        requireTokens(expert, i, features);
        missing += features.isEmpty() ? 1 : 0;
      }
    }
    // video7058: face, rgb and scene absent, speech empty; video7022: ocr NaN
    assertEquals(5, missing);
  }

  @Test
  void maximaOverAllFeaturesAreThoseOfTheReference() throws Exception {
    List<CaptionedVideo> videos = testVideos();
    for (Expert expert : experts) {
      float[] expected = batch.floats("features_maxpool." + expert.name());
      for (int i = 0; i < videos.size(); i++) {
        float[] actual =
            videos
                .get(i)
                .video()
                .expert(expert.name())
                .map(ExpertFeatures::max)
                .orElse(new float[expert.dimension()]);
        assertArrayEquals(row(expected, i, expert.dimension()), actual, expert.name());
      }
    }
  }

  @Test
  void captionsOfTheTestVideosAreSentences() throws Exception {
    List<CaptionedVideo> videos = testVideos();
    assertEquals(List.of(2, 3, 1, 2), videos.stream().map(v -> v.captions().size()).toList());
    for (CaptionedVideo video : videos) {
      for (String sentence : video.captions()) {
        assertTrue(sentence.matches("[^a-z].*[.?!]"), sentence);
      }
    }
  }

  /** The test videos are all there; of the training list, most files are not in the tree. */
  private static ImmutableList<CaptionedVideo> testVideos() throws Exception {
    return PublishedDataset.open(ROOT, PublishedCut.MSRVTT_MIECH, experts).test().loadAll();
  }

  /** One video's part of the batch: chosen features, their positions, which tokens are real. */
  private static void requireTokens(Expert expert, int video, Optional<ExpertFeatures> features) {
    int dimension = expert.dimension();
    float[] values = new float[maxTokens * dimension];
    float[] positions = new float[maxTokens];
    float[] real = new float[maxTokens];
    Arrays.fill(positions, 1);
    if (features.isPresent()) {
      int[] chosen = FeatureSampling.evaluation().choose(features.get().count(), maxTokens);
      for (int i = 0; i < chosen.length; i++) {
        features.get().copyFeature(chosen[i], values, i * dimension);
        positions[i] = (float) (features.get().time(chosen[i]) + 2);
        real[i] = 1;
      }
    }
    String name = expert.name() + " of video " + video;
    assertArrayEquals(part("features.", expert, video, values.length), values, name);
    assertArrayEquals(part("features_t.", expert, video, maxTokens), positions, name);
    assertArrayEquals(part("features_ind.", expert, video, maxTokens), real, name);
  }

  private static float[] part(String tensor, Expert expert, int video, int length) {
    return row(batch.floats(tensor + expert.name()), video, length);
  }

  private static float[] row(float[] values, int row, int length) {
    return Arrays.copyOfRange(values, row * length, (row + 1) * length);
  }
}
