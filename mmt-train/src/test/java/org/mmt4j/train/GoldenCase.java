package org.mmt4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.mmt4j.MmtNetwork;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.config.AuthorsConfig;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.Expert;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.io.Safetensors;
import org.mmt4j.loss.MaxMarginRankingLoss;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.video.ExpertTokens;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One case of the golden data: configuration, weights, inputs and expected values. */
record GoldenCase(
    String name,
    JsonNode meta,
    MmtNetwork network,
    Map<String, INDArray> weights,
    VideoTokens videos,
    CaptionTokens captions,
    Map<String, INDArray> outputs,
    Path directory) {

  static GoldenCase load(Path golden, String name) throws IOException {
    Path directory = golden.resolve("cases").resolve(name);
    JsonNode meta = new ObjectMapper().readTree(directory.resolve("meta.json").toFile());
    Map<String, INDArray> inputs = Safetensors.read(golden.resolve(meta.get("inputs").asText()));
    ModelConfig config = config(meta, inputs);
    GoldenCaptions encoder =
        new GoldenCaptions(meta.get("arch_args"), (int) inputs.get("token_ids").size(2));
    return new GoldenCase(
        name,
        meta,
        new MmtNetwork(config, encoder),
        Safetensors.read(golden.resolve(meta.get("weights").asText())),
        videos(config, inputs),
        captions(encoder, inputs.get("token_ids")),
        Safetensors.read(directory.resolve("outputs.safetensors")),
        directory);
  }

  /** Returns the values of losses by name. */
  static Map<String, Double> losses(Path directory) throws IOException {
    Map<String, Double> losses = new HashMap<>();
    new ObjectMapper()
        .readTree(directory.resolve("meta.json").toFile())
        .get("loss_f64")
        .properties()
        .forEach(loss -> losses.put(loss.getKey(), loss.getValue().asDouble()));
    return losses;
  }

  /** Returns the parameters of the network with the golden weights. */
  Parameters parameters(DataType dataType) {
    Parameters parameters = new Parameters(dataType, 0);
    network.similarities(
        LayerContext.scoring(SameDiff.create(), parameters),
        videos.shape(),
        captions.shape(maxTokens()));
    parameters.seal();
    for (String name : parameters.names()) {
      parameters.assign(name, weights.get(name));
    }
    return parameters;
  }

  CaptionBatch captionBatch() {
    return TokenizedCaptions.of(network.captionEncoder(), captions);
  }

  /** Returns the graph of the reference's loss for this batch. */
  TrainingGraph trainingGraph(
      CaptionBatch captionBatch, Parameters parameters, BufferPool pool, Predicate<String> frozen) {
    MaxMarginRankingLoss loss = MaxMarginRankingLoss.of(0.05);
    return new TrainingGraph(
        network, parameters, pool, videos.shape(), captionBatch, loss, Precision.FLOAT32, frozen);
  }

  /** Returns the same inputs for a different network with different outputs. */
  GoldenCase with(MmtNetwork other, Map<String, INDArray> expected) {
    return new GoldenCase(
        name, meta, other, weights, videos, captions, ImmutableMap.copyOf(expected), directory);
  }

  int maxTokens() {
    return network.captionEncoder().maxTokens();
  }

  Map<String, INDArray> read(String file) throws IOException {
    return Safetensors.read(directory.resolve(file));
  }

  private static ModelConfig config(JsonNode meta, Map<String, INDArray> inputs) {
    List<Expert> experts = new ArrayList<>();
    for (JsonNode expert : meta.get("experts")) {
      experts.add(
          Expert.of(expert.get("name").asText(), expert.get("dim").asInt())
              .withTokenType(expert.get("token_type").asInt()));
    }
    Map<?, ?> arguments = new ObjectMapper().convertValue(meta.get("arch_args"), Map.class);
    int features = (int) inputs.get("features." + experts.get(0).name()).size(1);
    return AuthorsConfig.of(arguments, experts, features);
  }

  private static VideoTokens videos(ModelConfig config, Map<String, INDArray> inputs) {
    List<ImmutableMap<String, ExpertTokens>> videos = new ArrayList<>();
    long count = inputs.get("token_ids").size(0);
    for (int b = 0; b < count; b++) {
      ImmutableMap.Builder<String, ExpertTokens> experts = ImmutableMap.builder();
      for (Expert expert : config.experts()) {
        if (inputs.get("features_ind." + expert.name()).getRow(b).sumNumber().doubleValue() > 0) {
          experts.put(expert.name(), tokens(config, inputs, expert.name(), b));
        }
      }
      videos.add(experts.buildOrThrow());
    }
    return new VideoTokens(config, videos);
  }

  private static ExpertTokens tokens(
      ModelConfig config, Map<String, INDArray> inputs, String expert, int video) {
    INDArray present = inputs.get("features_ind." + expert);
    INDArray times = inputs.get("features_t." + expert);
    List<float[]> features = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (int t = 0; t < present.size(1); t++) {
      if (present.getDouble(video, t) != 0 && config.architecture().readsFeatures()) {
        features.add(inputs.get("features." + expert).slice(video).getRow(t).dup().toFloatVector());
        positions.add(position(config, t, times.getFloat(video, t)));
      }
    }
    return new ExpertTokens(
        aggregate(config, inputs, expert, video),
        features.toArray(float[][]::new),
        positions.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * Returns the position. Stored times already include the 2; some are negative on purpose, unlike
   * in real data.
   */
  private static int position(ModelConfig config, int index, float shifted) {
    int row = config.architecture().temporal().position(index, shifted - 2.0, config.positions());
    return Math.max(0, row);
  }

  private static float[] aggregate(
      ModelConfig config, Map<String, INDArray> inputs, String expert, int video) {
    return switch (config.architecture().aggregate()) {
      case MAX -> row(inputs, "features_maxpool." + expert, video);
      case MEAN -> row(inputs, "features_avgpool." + expert, video);
      case ZERO, MAX_OF_PROJECTED -> new float[(int) inputs.get("features." + expert).size(2)];
    };
  }

  private static float[] row(Map<String, INDArray> inputs, String name, int video) {
    return inputs.get(name).getRow(video).dup().toFloatVector();
  }

  /** Returns the captions of token_ids (B, C, W, 2): the ids whose mask is 1. */
  private static CaptionTokens captions(GoldenCaptions encoder, INDArray tokenIds) {
    List<int[]> captions = new ArrayList<>();
    for (int b = 0; b < tokenIds.size(0); b++) {
      for (int c = 0; c < tokenIds.size(1); c++) {
        List<Integer> ids = new ArrayList<>();
        for (int w = 0; w < tokenIds.size(2); w++) {
          if (tokenIds.getInt(b, c, w, 1) != 0) {
            ids.add(tokenIds.getInt(b, c, w, 0));
          }
        }
        captions.add(ids.stream().mapToInt(Integer::intValue).toArray());
      }
    }
    return new CaptionTokens(captions, encoder.readsPadding() ? encoder.maxTokens() : 0, 0);
  }
}
