package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mmt4j.data.Expert;

/** A small data tree and the output of the reference loader for it, in {@code -Dmmt.golden=DIR}. */
final class GoldenLoader {

  private static final String DEFAULT = "src/test/resources/org/mmt4j/features/golden";

  private GoldenLoader() {}

  static Path root() {
    return golden("loader");
  }

  static JsonNode json() throws IOException {
    return new ObjectMapper().readTree(golden("loader/loader.json").toFile());
  }

  static List<Expert> experts() throws IOException {
    List<Expert> experts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> dimension : json().get("dims").properties()) {
      experts.add(Expert.of(dimension.getKey(), dimension.getValue().asInt()));
    }
    return experts;
  }

  /** Returns all mini-batches, with and without clips. */
  static List<Batch> batches() throws IOException {
    List<Batch> batches = new ArrayList<>();
    for (JsonNode arguments : json().get("batches")) {
      batches.add(new Batch(arguments, golden("loader/" + arguments.get("file").asText())));
    }
    JsonNode clips = new ObjectMapper().readTree(golden("loader_clips/clips.json").toFile());
    for (JsonNode arguments : clips.get("batches")) {
      batches.add(new Batch(arguments, golden(arguments.get("file").asText())));
    }
    return batches;
  }

  /** Returns the split with the names of the data set and the split in the reference. */
  static PublishedSplit split(String dataset, String name) {
    return PublishedSplit.named(dataset.equals("LSMDC") ? "lsmdc" : name);
  }

  /** A mini-batch of a complete test split, and the arguments of the reference that produced it. */
  record Batch(JsonNode arguments, Path file) {

    List<SampledVideo> samples() throws IOException {
      PublishedSplit published =
          split(arguments.get("dataset").asText(), arguments.get("cut").asText());
      VideoSplit split =
          PublishedDataset.open(root(), published, experts()).withSampling(sampling()).test();
      ImmutableList.Builder<SampledVideo> samples = ImmutableList.builder();
      for (JsonNode id : arguments.get("vids")) {
        samples.add(split.sample(id.asText()));
      }
      return samples.build();
    }

    CaptionRule rule() throws IOException {
      CaptionRule rule = CaptionRule.ofWords(json().get("max_text_words").asInt());
      return arguments.path("remove_stop_words").asBoolean() ? rule.withoutStopWords() : rule;
    }

    double temporalWindow() {
      return arguments.path("temporal_encoding_window").asDouble(1);
    }

    private Sampling sampling() throws IOException {
      return Sampling.PAPER
          .withRule(rule())
          .withCaptionSelection(
              CaptionSelection.named(arguments.path("query_shuffling").asText("indiv")))
          .withCaptions(arguments.get("captions_per_video").asInt())
          .withTemporalWindow(temporalWindow())
          .withClip(clip());
    }

    private ClipWindow clip() {
      JsonNode words = arguments.path("caption_length");
      JsonNode seconds = arguments.path("clip_duration");
      return new ClipWindow(
          bound(words, 0).asInt(ClipWindow.ALL_WORDS),
          bound(words, 1).asInt(ClipWindow.ALL_WORDS),
          bound(seconds, 0).asDouble(Double.POSITIVE_INFINITY),
          bound(seconds, 1).asDouble(Double.POSITIVE_INFINITY));
    }

    private static JsonNode bound(JsonNode range, int index) {
      return range.isArray() ? range.get(index) : range;
    }

    @Override
    public String toString() {
      return String.valueOf(file.getFileName());
    }
  }

  private static Path golden(String name) {
    Path path = Path.of(System.getProperty("mmt.golden", DEFAULT)).resolve(name);
    assertTrue(Files.exists(path), path + ": found no such file, expected golden data");
    return path;
  }
}
