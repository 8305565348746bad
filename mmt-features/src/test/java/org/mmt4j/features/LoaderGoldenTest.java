package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.Timing;
import org.mmt4j.io.NumpyPickle;
import org.mmt4j.io.NumpyValue.Numbers;
import org.mmt4j.random.NumpyRandom;
import org.mmt4j.video.FeatureSampling;
import org.mmt4j.words.StopWords;

/**
 * Compares with the output of the reference loader for the same small data tree, except token ids.
 * {@code -Dmmt.golden=DIR} selects a different tree.
 */
class LoaderGoldenTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static List<GoldenLoader.Batch> batches() throws IOException {
    return GoldenLoader.batches();
  }

  @Test
  void sentencesMatchTheReference() throws IOException {
    CaptionRule rule = CaptionRule.ofWords(1000);
    for (JsonNode caption : entries("captions")) {
      String[] words = JSON.convertValue(caption.get("words"), String[].class);
      assertEquals(caption.get("text").asText(), rule.sentence(Caption.of(words)));
    }
  }

  /** Skips the options stride and group, which no code of the reference uses. */
  @Test
  void computedTimesMatchTheReference() throws IOException {
    for (JsonNode timing : entries("timings")) {
      if (timing.has("stride") || timing.has("group")) {
        continue;
      }
      double[] expected = JSON.convertValue(timing.get("average"), double[].class);
      int count = timing.get("n").asInt();
      Timing policy = timing(timing.get("feat_width"));
      assertArrayEquals(expected, FeatureTimes.of(policy, count, Optional.empty()));
    }
  }

  @Test
  void defaultTimingsMatchTheReference() throws IOException {
    JsonNode durations = GoldenLoader.json().get("expert_feat_width");
    for (Expert expert : GoldenLoader.experts()) {
      double[] expected =
          FeatureTimes.of(timing(durations.required(expert.name())), 3, Optional.empty());
      double[] found = FeatureTimes.of(expert.timing(), 3, Optional.empty());
      assertArrayEquals(expected, found, expert.name());
    }
  }

  @Test
  void chosenFeaturesMatchTheReference() throws IOException {
    for (JsonNode choice : entries("choose")) {
      int[] expected = JSON.convertValue(choice.get("pick"), int[].class);
      int count = choice.get("n").asInt();
      int max = choice.get("max_tokens").asInt();
      assertArrayEquals(expected, FeatureSampling.evaluation().choose(count, max));
    }
  }

  @Test
  void drawsAndShufflesMatchNumpy() throws IOException {
    for (Map.Entry<String, JsonNode> draws :
        GoldenLoader.json().required("mt19937_uint32").properties()) {
      NumpyRandom random = new NumpyRandom(Integer.parseInt(draws.getKey()));
      for (JsonNode draw : draws.getValue()) {
        assertEquals(draw.asLong(), random.nextUnsignedInt());
      }
    }
    for (JsonNode shuffle : entries("randomstate0_shuffle")) {
      int[] expected = JSON.convertValue(shuffle.get("result"), int[].class);
      int[] order = new NumpyRandom(0).permutation(shuffle.get("n").asInt());
      assertArrayEquals(expected, Arrays.copyOf(order, expected.length));
    }
  }

  @Test
  void meanAndMaximumMatchTheReference() throws IOException {
    JsonNode golden = GoldenLoader.json().required("aggregate");
    ExpertFeatures features =
        ExpertFeatures.untimed(JSON.convertValue(golden.get("feats"), float[][].class));
    float[][] mean = JSON.convertValue(golden.get("avg"), float[][].class);
    float[][] max = JSON.convertValue(golden.get("max"), float[][].class);
    assertArrayEquals(mean[0], features.mean());
    assertArrayEquals(max[0], features.max());
  }

  @Test
  void stopWordsMatchTheReference() throws IOException {
    for (JsonNode word : entries("stop_words")) {
      String text = word.get("word").asText();
      assertEquals(word.get("is_stop").asBoolean(), StopWords.isStopWord(text), text);
    }
    for (JsonNode caption : entries("remove_stop_words")) {
      assertEquals(strings(caption.get("result")), StopWords.remove(strings(caption.get("words"))));
    }
  }

  @Test
  void subsetsMatchTheReference() throws IOException {
    JsonNode splits = GoldenLoader.json().required("splits");
    assertFalse(splits.isEmpty());
    for (Map.Entry<String, JsonNode> split : splits.properties()) {
      String[] key = split.getKey().split("/", -1);
      PublishedSplit published = GoldenLoader.split(key[0], key[1]);
      Subset subset = Subset.valueOf(key[2].toUpperCase(Locale.ROOT));
      int seed = Integer.parseInt(key[3].substring("cross_seed".length()));
      PublishedDataset data =
          PublishedDataset.open(GoldenLoader.root(), published, List.of()).withCrossSeed(seed);
      assertEquals(strings(split.getValue()), data.ids(subset), split.getKey());
    }
  }

  @Test
  void testCaptionsMatchTheReference() throws IOException {
    JsonNode expected = GoldenLoader.json().required("jsfusion_val_caption_idx");
    Path file =
        GoldenLoader.root().resolve("data/MSRVTT/symlinked-feats/jsfusion_val_caption_idx.pkl");
    Map<String, Long> numbers = new HashMap<>();
    NumpyPickle.read(file)
        .forEach((id, value) -> numbers.put(id, (long) ((Numbers) value).array().at(0)));
    assertEquals(expected, JSON.readTree(JSON.writeValueAsString(numbers)));
  }

  @Test
  void discoversExpertsWithTheirDimensions() throws IOException {
    Path videos = GoldenLoader.root().resolve("data/MSRVTT/vid_feat_files/mult_h5");
    List<String> ids = new ArrayList<>();
    batches().get(0).arguments().get("vids").forEach(id -> ids.add(id.asText()));
    try (FeatureSource source = Hdf5Folder.open(videos)) {
      assertEquals(GoldenLoader.experts(), ExpertDiscovery.of(source, ids));
    }
  }

  @ParameterizedTest
  @MethodSource("batches")
  void featuresTimesAndMissingExpertsMatchTheReference(GoldenLoader.Batch batch)
      throws IOException {
    SafetensorsFile golden = new SafetensorsFile(batch.file());
    int max = GoldenLoader.json().get("max_expert_tokens").asInt();
    for (Expert expert : GoldenLoader.experts()) {
      List<Tokens> tokens = new ArrayList<>();
      for (SampledVideo sample : batch.samples()) {
        tokens.add(tokens(sample, expert, max, batch.temporalWindow()));
      }
      String name = expert.name();
      int dimension = expert.dimension();
      assertRowsEqual(golden, "features." + name, tokens, max * dimension, Tokens::values);
      assertRowsEqual(golden, "features_t." + name, tokens, max, Tokens::positions);
      assertRowsEqual(golden, "features_ind." + name, tokens, max, Tokens::real);
      assertRowsEqual(golden, "features_maxpool." + name, tokens, dimension, Tokens::max);
      assertRowsEqual(golden, "features_avgpool." + name, tokens, dimension, Tokens::mean);
    }
  }

  @ParameterizedTest
  @MethodSource("batches")
  void queryMasksMatchTheReference(GoldenLoader.Batch batch) throws IOException {
    int[] masks = new SafetensorsFile(batch.file()).ints("query_masks");
    int next = 0;
    for (SampledVideo sample : batch.samples()) {
      for (boolean real : sample.queryMask()) {
        assertEquals(masks[next++], real ? 1 : 0);
      }
    }
    assertEquals(masks.length, next);
  }

  @ParameterizedTest
  @MethodSource("batches")
  void wordsOfClipsMatchTheReference(GoldenLoader.Batch batch) throws IOException {
    List<SampledVideo> samples = batch.samples();
    for (int i = 0; i < batch.arguments().path("words_kept").size(); i++) {
      List<String> expected =
          StreamSupport.stream(batch.arguments().get("words_kept").get(i).spliterator(), false)
              .map(words -> JSON.convertValue(words, String[].class))
              .map(words -> CaptionRule.ofWords(1000).sentence(Caption.of(words)))
              .toList();
      assertEquals(expected, samples.get(i).captions());
    }
  }

  /** The values of one expert for one video in a batch. */
  @SuppressWarnings("ArrayRecordComponent") // read only
  private record Tokens(
      float[] values, float[] positions, float[] real, float[] max, float[] mean) {}

  private interface Part {
    float[] of(Tokens tokens);
  }

  private static Tokens tokens(SampledVideo sample, Expert expert, int max, double window) {
    int dimension = expert.dimension();
    float[] values = new float[max * dimension];
    float[] positions = new float[max];
    float[] real = new float[max];
    Arrays.fill(positions, 1);
    Optional<ExpertFeatures> found = sample.video().expert(expert.name());
    if (found.isEmpty()) {
      return new Tokens(values, positions, real, new float[dimension], new float[dimension]);
    }
    ExpertFeatures features = found.get();
    int[] chosen = FeatureSampling.evaluation().choose(features.count(), max);
    for (int i = 0; i < chosen.length; i++) {
      features.copyFeature(chosen[i], values, i * dimension);
      positions[i] = position(features.time(chosen[i]), window);
      real[i] = 1;
    }
    return new Tokens(values, positions, real, features.max(), features.mean());
  }

  /**
   * Returns the temporal position. The reference also divides the time -1, which means "unknown";
   * the encoder treats 1 the same as 1.5.
   */
  private static float position(double time, double window) {
    boolean untimed = time == ExpertFeatures.UNKNOWN_TIME;
    return (float) ((untimed ? time / window : time) + 2);
  }

  private static void assertRowsEqual(
      SafetensorsFile golden, String tensor, List<Tokens> tokens, int length, Part part) {
    float[] expected = golden.floats(tensor);
    assertEquals(expected.length, tokens.size() * length);
    for (int i = 0; i < tokens.size(); i++) {
      float[] row = Arrays.copyOfRange(expected, i * length, (i + 1) * length);
      assertArrayEquals(row, part.of(tokens.get(i)), tensor + " of video " + i);
    }
  }

  private static Timing timing(JsonNode duration) {
    return duration.isNull() ? new Timing.Unknown() : new Timing.Every(duration.asDouble());
  }

  private static JsonNode entries(String name) throws IOException {
    JsonNode entries = GoldenLoader.json().required(name);
    assertFalse(entries.isEmpty(), name + ": found no golden entries, expected at least one");
    return entries;
  }

  private static List<String> strings(JsonNode list) {
    return Arrays.asList(JSON.convertValue(list, String[].class));
  }
}
