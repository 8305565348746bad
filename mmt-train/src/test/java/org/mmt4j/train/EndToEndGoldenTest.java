package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.features.SampledVideo;
import org.mmt4j.io.Safetensors;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertConfig;
import org.mmt4j.text.BertOptions;
import org.mmt4j.text.WordPieceVocabulary;
import org.mmt4j.train.evaluation.DirectionMetrics;
import org.mmt4j.train.evaluation.RetrievalMetrics;
import org.mmt4j.train.evaluation.RetrievalRanks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads a checkpoint of the authors' trainer, feature files and captions, and compares embeddings,
 * similarities and metrics with those of the reference. {@code -Dmmt.golden=DIR} as in {@link
 * GoldenParityTest}.
 */
final class EndToEndGoldenTest {

  /**
   * Tolerance in double precision: embeddings are returned in single precision, similarities sum
   * about 112 products.
   */
  private static final double ROUNDED = 2e-7;

  /**
   * Single precision may sum in a different order than PyTorch: 4 times PyTorch's error, or 1e-6.
   */
  private static final double SINGLE_SHARE = 4;

  private static final double SINGLE_FLOOR = 1e-6;

  private static Path golden(String file) {
    Path path = GoldenParityTest.golden().resolve(file);
    assertTrue(Files.exists(path), "no golden data: " + path);
    return path;
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(golden(file).toFile());
  }

  static Stream<Arguments> runs() throws IOException {
    List<Arguments> runs = new ArrayList<>();
    for (JsonNode checkpoint : json("e2e/meta.json").get("checkpoints")) {
      for (JsonNode run : json("e2e/meta.json").get("runs")) {
        for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
          runs.add(Arguments.of(checkpoint.asText(), run.get("name").asText(), type));
        }
      }
    }
    return runs.stream();
  }

  @Test
  void hasFourRunsOfTwoCheckpointsInTwoPrecisions() throws IOException {
    assertEquals(16, runs().count());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void metricsMatchTheReference(String checkpoint, String name, DataType type) throws IOException {
    JsonNode run = run(name);
    Map<String, INDArray> outputs = Safetensors.read(golden(run.get("file").asText()));
    try (Bert bert = bert();
        MmtModel loaded = MmtModel.loadCheckpoint(golden(checkpoint), bert.shared(), type);
        MmtModel model = loaded.withConfig(config(loaded))) {
      List<SampledVideo> samples = GoldenSamples.of(run, maxWords(), model.config().experts());
      List<String> captions = captions(samples);
      requireSameTokens(bert, captions, outputs.get("token_ids"));
      List<VideoFeatures> videos = samples.stream().map(SampledVideo::video).toList();
      double ofVideos = videoDifference(model.embedVideos(videos), outputs);
      assertTrue(ofVideos <= tolerance(run, "vid_embds", type), "videos differ by " + ofVideos);
      double ofCaptions = captionDifference(model.embedCaptions(captions), outputs);
      assertTrue(
          ofCaptions <= tolerance(run, "text_embds", type), "captions differ by " + ofCaptions);
      float[][] similarities = model.similarities(videos, captions).toArray();
      double difference =
          GoldenScores.distance(Nd4j.createFromArray(similarities), outputs.get("sims"));
      assertTrue(
          difference <= tolerance(run, "sims", type), "similarities differ by " + difference);
      requireSameRanks(run, RetrievalRanks.of(similarities, masks(samples)));
    }
  }

  static List<JsonNode> batches() throws IOException {
    List<JsonNode> batches = new ArrayList<>();
    json("loader/loader.json").get("batches").forEach(batches::add);
    json("loader_clips/clips.json").get("batches").forEach(batches::add);
    return batches;
  }

  @ParameterizedTest
  @MethodSource("batches")
  void captionTokensMatchTheReference(JsonNode batch) throws IOException {
    String file = batch.get("file").asText();
    Map<String, INDArray> outputs =
        Safetensors.read(golden(file.contains("/") ? file : "loader/" + file));
    try (Bert bert = bert()) {
      List<SampledVideo> samples = GoldenSamples.of(batch, maxWords(), ImmutableList.of());
      requireSameTokens(bert, captions(samples), outputs.get("token_ids"));
    }
  }

  /**
   * Returns the configuration of the runs, which read fewer features per expert than the
   * checkpoint's.
   */
  private static ModelConfig config(MmtModel loaded) throws IOException {
    return loaded.config().toBuilder()
        .maxFeatures(json("e2e/meta.json").get("max_expert_tokens").asInt())
        .build();
  }

  private static JsonNode run(String name) throws IOException {
    for (JsonNode run : json("e2e/meta.json").get("runs")) {
      if (run.get("name").asText().equals(name)) {
        return run;
      }
    }
    throw new AssertionError("no run " + name);
  }

  private static double tolerance(JsonNode run, String output, DataType type) {
    double single = run.get("f32_vs_f64_max_abs").get(output).asDouble();
    return type == DataType.DOUBLE ? ROUNDED : Math.max(SINGLE_FLOOR, SINGLE_SHARE * single);
  }

  private static Bert bert() throws IOException {
    JsonNode meta = json("e2e/meta.json");
    JsonNode sizes = meta.get("arch_args").get("txt_bert_config");
    BertConfig config =
        BertConfig.builder()
            .vocabularySize(sizes.get("vocab_size").asInt())
            .hiddenSize(sizes.get("hidden_size").asInt())
            .layers(sizes.get("num_hidden_layers").asInt())
            .heads(sizes.get("num_attention_heads").asInt())
            .intermediateSize(sizes.get("intermediate_size").asInt())
            .maxPositions(sizes.get("max_position_embeddings").asInt())
            .tokenTypes(sizes.get("type_vocab_size").asInt())
            .layerNormEpsilon(sizes.get("layer_norm_eps").asDouble())
            .build();
    try (InputStream lines = Files.newInputStream(golden(meta.get("vocab").asText()))) {
      return Bert.of(
          config,
          WordPieceVocabulary.ofLines(lines, true),
          BertOptions.DEFAULTS.withMaxTokens(maxWords()).withDropout(0));
    }
  }

  private static int maxWords() throws IOException {
    return json("e2e/meta.json").get("max_text_words").asInt();
  }

  private static List<String> captions(List<SampledVideo> samples) {
    return samples.stream().flatMap(sample -> sample.captions().stream()).toList();
  }

  /** Compares tokens with token_ids (V, C, W, 2): id and mask. */
  private static void requireSameTokens(Bert bert, List<String> captions, INDArray tokenIds) {
    INDArray rows = tokenIds.reshape(captions.size(), tokenIds.size(2), 2);
    for (int caption = 0; caption < captions.size(); caption++) {
      int[] found = bert.tokenize(captions.get(caption));
      int[] expected = rows.slice(caption).getColumn(0).dup().toIntVector();
      int[] padded = Arrays.copyOf(found, expected.length);
      assertArrayEquals(expected, padded, captions.get(caption));
    }
  }

  private static double videoDifference(List<VideoEmbedding> found, Map<String, INDArray> outputs) {
    float[][] vectors = found.stream().map(VideoEmbedding::vector).toArray(float[][]::new);
    return GoldenScores.distance(Nd4j.createFromArray(vectors), outputs.get("vid_embds"));
  }

  /**
   * Returns the difference to the reference's embeddings, (V, M, C, d), times the mixture weights,
   * (V, C, M).
   */
  private static double captionDifference(
      List<CaptionEmbedding> found, Map<String, INDArray> outputs) {
    float[][] vectors = found.stream().map(CaptionEmbedding::vector).toArray(float[][]::new);
    INDArray phi = outputs.get("text_embds").permute(0, 2, 1, 3).dup('c'); // (V, C, M, d)
    INDArray weights = outputs.get("text_weights");
    INDArray expected =
        phi.mul(
            weights
                .reshape(weights.size(0), weights.size(1), weights.size(2), 1)
                .broadcast(phi.shape()));
    return GoldenScores.distance(Nd4j.createFromArray(vectors), expected);
  }

  private static boolean[][] masks(List<SampledVideo> samples) {
    return samples.stream().map(SampledVideo::queryMask).toArray(boolean[][]::new);
  }

  private static void requireSameRanks(JsonNode run, RetrievalRanks ranks) {
    assertArrayEquals(doubles(run.get("t2v").get("ranks")), Doubles.toArray(ranks.textToVideo()));
    assertArrayEquals(doubles(run.get("v2t").get("ranks")), Doubles.toArray(ranks.videoToText()));
    RetrievalMetrics metrics = RetrievalMetrics.of(ranks);
    requireSameMetrics(run.get("t2v"), metrics.textToVideo());
    requireSameMetrics(run.get("v2t"), metrics.videoToText());
  }

  private static void requireSameMetrics(JsonNode expected, DirectionMetrics found) {
    assertEquals(expected.get("R1").asDouble(), found.r1());
    assertEquals(expected.get("R5").asDouble(), found.r5());
    assertEquals(expected.get("R10").asDouble(), found.r10());
    assertEquals(expected.get("MedR").asDouble(), found.medianRank());
    assertEquals(expected.get("MeanR").asDouble(), found.meanRank());
  }

  private static double[] doubles(JsonNode numbers) {
    return new ObjectMapper().convertValue(numbers, double[].class);
  }
}
