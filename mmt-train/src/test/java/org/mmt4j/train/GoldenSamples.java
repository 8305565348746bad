package org.mmt4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mmt4j.data.Expert;
import org.mmt4j.features.CaptionRule;
import org.mmt4j.features.CaptionSelection;
import org.mmt4j.features.ClipWindow;
import org.mmt4j.features.PublishedDataset;
import org.mmt4j.features.PublishedSplit;
import org.mmt4j.features.SampledVideo;
import org.mmt4j.features.Sampling;
import org.mmt4j.features.VideoSplit;

/** Test videos of the golden data, sampled with a batch's arguments of the reference's loader. */
final class GoldenSamples {

  private GoldenSamples() {}

  /**
   * Returns the videos {@code vids} of the arguments, with captions of at most {@code maxWords}
   * words.
   */
  static List<SampledVideo> of(JsonNode arguments, int maxWords, List<Expert> experts)
      throws IOException {
    Path root = GoldenParityTest.golden().resolve("loader");
    PublishedSplit published = PublishedSplit.named(arguments.get("cut").asText());
    VideoSplit split =
        PublishedDataset.open(root, published, experts)
            .withSampling(sampling(arguments, maxWords))
            .test();
    ImmutableList.Builder<SampledVideo> samples = ImmutableList.builder();
    for (JsonNode id : arguments.get("vids")) {
      samples.add(split.sample(id.asText()));
    }
    return samples.build();
  }

  private static Sampling sampling(JsonNode arguments, int maxWords) {
    JsonNode words = arguments.path("caption_length");
    JsonNode seconds = arguments.path("clip_duration");
    return Sampling.PAPER
        .withRule(new CaptionRule(maxWords, arguments.path("remove_stop_words").asBoolean()))
        .withCaptionSelection(
            CaptionSelection.named(arguments.path("query_shuffling").asText("indiv")))
        .withCaptions(arguments.get("captions_per_video").asInt())
        .withTemporalWindow(arguments.path("temporal_encoding_window").asDouble(1))
        .withClip(
            new ClipWindow(
                bound(words, 0).asInt(ClipWindow.ALL_WORDS),
                bound(words, 1).asInt(ClipWindow.ALL_WORDS),
                bound(seconds, 0).asDouble(Double.POSITIVE_INFINITY),
                bound(seconds, 1).asDouble(Double.POSITIVE_INFINITY)));
  }

  /** Returns one end of a range; a single value is both ends. */
  private static JsonNode bound(JsonNode range, int index) {
    return range.isArray() ? range.get(index) : range;
  }
}
