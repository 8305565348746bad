package org.mmt4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mmt4j.Architecture;
import org.mmt4j.CaptionTokens;
import org.mmt4j.Expert;
import org.mmt4j.MmtConfig;
import org.mmt4j.MmtNetwork;
import org.mmt4j.graph.Parameters;
import org.mmt4j.io.Safetensors;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.CaptionWeights;
import org.mmt4j.similarity.Projection;
import org.mmt4j.similarity.VideoWeights;
import org.mmt4j.text.BertConfig;
import org.mmt4j.text.BertNetwork;
import org.mmt4j.video.Aggregate;
import org.mmt4j.video.ExpertTokens;
import org.mmt4j.video.MissingExperts;
import org.mmt4j.video.TemporalEncoding;
import org.mmt4j.video.VideoEncoder;
import org.mmt4j.video.VideoInput;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One case of the golden data: configuration, weights, inputs and expected numbers. */
record GoldenCase(
    String name,
    JsonNode meta,
    MmtNetwork network,
    ImmutableMap<String, INDArray> weights,
    VideoTokens videos,
    CaptionTokens captions,
    ImmutableMap<String, INDArray> outputs,
    Path directory) {

  static GoldenCase load(Path golden, String name) throws IOException {
    Path directory = golden.resolve("cases").resolve(name);
    JsonNode meta = new ObjectMapper().readTree(directory.resolve("meta.json").toFile());
    ImmutableMap<String, INDArray> inputs =
        Safetensors.read(golden.resolve(meta.get("inputs").asText()));
    MmtConfig config = config(meta, inputs);
    return new GoldenCase(
        name,
        meta,
        new MmtNetwork(config, new GoldenBert(meta.get("arch_args"))),
        Safetensors.read(golden.resolve(meta.get("weights").asText())),
        videos(config, inputs),
        captions(inputs.get("token_ids")),
        Safetensors.read(directory.resolve("outputs.safetensors")),
        directory);
  }

  /** Values of losses by name. */
  static Map<String, Double> losses(Path directory) throws IOException {
    Map<String, Double> losses = new HashMap<>();
    new ObjectMapper()
        .readTree(directory.resolve("meta.json").toFile())
        .get("loss_f64")
        .properties()
        .forEach(loss -> losses.put(loss.getKey(), loss.getValue().asDouble()));
    return losses;
  }

  /** Parameters of the network with the golden weights. */
  Parameters parameters(DataType dataType) {
    Parameters parameters = new Parameters(dataType, 0);
    network.similarities(
        LayerContext.scoring(SameDiff.create(), parameters),
        videos.shape(),
        captions.shape(network.captionEncoder().maxTokens()));
    parameters.seal();
    for (String name : parameters.names()) {
      parameters.assign(name, weights.get(name));
    }
    return parameters;
  }

  ImmutableMap<String, INDArray> read(String file) throws IOException {
    return Safetensors.read(directory.resolve(file));
  }

  private static MmtConfig config(JsonNode meta, Map<String, INDArray> inputs) {
    List<Expert> experts = new ArrayList<>();
    for (JsonNode expert : meta.get("experts")) {
      experts.add(
          Expert.of(expert.get("name").asText(), expert.get("dim").asInt())
              .withTokenType(expert.get("token_type").asInt()));
    }
    JsonNode bert = meta.get("arch_args").get("vid_bert_params");
    return new MmtConfig(
        ImmutableList.copyOf(experts),
        meta.get("arch_args").get("same_dim").asInt(),
        bert.get("num_hidden_layers").asInt(),
        bert.get("num_attention_heads").asInt(),
        bert.get("intermediate_size").asInt(),
        bert.get("max_position_embeddings").asInt(),
        bert.get("type_vocab_size").asInt(),
        (int) inputs.get("features." + experts.get(0).name()).size(1),
        bert.get("hidden_dropout_prob").asDouble(),
        bert.get("attention_probs_dropout_prob").asDouble(),
        meta.get("arch_args").get("txt_bert_params").get("hidden_dropout_prob").asDouble(),
        bert.get("initializer_range").asDouble(),
        architecture(meta.get("arch_args")));
  }

  /** The choices under their names in the authors' code. */
  private static Architecture architecture(JsonNode arguments) {
    return new Architecture(
        choice(
            arguments,
            "vid_cont",
            Map.of(
                "bert", VideoEncoder.MMT,
                "none", VideoEncoder.NONE,
                "coll", VideoEncoder.COLLABORATIVE_GATING)),
        choice(
            arguments,
            "vid_inp",
            Map.of("both", VideoInput.ALL_FEATURES, "agg", VideoInput.AGGREGATES_ONLY)),
        choice(
            arguments,
            "out_tok",
            Map.of("mxp", Aggregate.MAX, "mnp", Aggregate.MEAN, "sep", Aggregate.ZERO)),
        choice(
            arguments,
            "pos_enc",
            Map.of(
                "tint", TemporalEncoding.SECONDS,
                "ordr", TemporalEncoding.ORDER,
                "type", TemporalEncoding.ONE_TYPE,
                "none", TemporalEncoding.NONE)),
        choice(
            arguments,
            "txt_pro",
            Map.of(
                "gbn", Projection.GATED_BATCH_NORM,
                "gem", Projection.GATED,
                "lin", Projection.LINEAR)),
        choice(
            arguments,
            "txt_wgh",
            Map.of("emb", CaptionWeights.FROM_CAPTION, "none", CaptionWeights.UNIFORM)),
        choice(
            arguments,
            "vid_wgh",
            Map.of("emb", VideoWeights.FROM_CLS, "none", VideoWeights.UNIFORM)),
        choice(
            arguments,
            "keep_missing_modalities",
            Map.of("true", MissingExperts.KEPT, "false", MissingExperts.LEFT_OUT)));
  }

  private static <T> T choice(JsonNode arguments, String name, Map<String, T> choices) {
    return Objects.requireNonNull(choices.get(arguments.get(name).asText()), name);
  }

  private static VideoTokens videos(MmtConfig config, Map<String, INDArray> inputs) {
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
      MmtConfig config, Map<String, INDArray> inputs, String expert, int video) {
    INDArray seen = inputs.get("features_ind." + expert);
    INDArray times = inputs.get("features_t." + expert);
    List<float[]> features = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (int t = 0; t < seen.size(1); t++) {
      if (seen.getDouble(video, t) != 0 && config.architecture().readsFeatures()) {
        features.add(inputs.get("features." + expert).slice(video).getRow(t).dup().toFloatVector());
        positions.add(position(config, t, times.getFloat(video, t)));
      }
    }
    return new ExpertTokens(
        aggregate(config, inputs, expert, video),
        features.toArray(float[][]::new),
        positions.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Stored times are positions already, some of them outside the table on purpose. */
  private static int position(MmtConfig config, int index, float shifted) {
    TemporalEncoding temporal = config.architecture().temporal();
    return temporal == TemporalEncoding.SECONDS
        ? Math.max(0, Math.min((int) shifted, config.positions() - 1))
        : temporal.position(index, shifted - 2, config.positions());
  }

  private static float[] aggregate(
      MmtConfig config, Map<String, INDArray> inputs, String expert, int video) {
    String pooled =
        switch (config.architecture().aggregate()) {
          case MAX, ZERO -> "features_maxpool.";
          case MEAN -> "features_avgpool.";
        };
    float[] values = inputs.get(pooled + expert).getRow(video).dup().toFloatVector();
    return config.architecture().aggregate() == Aggregate.ZERO ? new float[values.length] : values;
  }

  /** token_ids (B, C, W, 2): the ids whose mask is 1. */
  private static CaptionTokens captions(INDArray tokenIds) {
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
    return new CaptionTokens(ImmutableList.copyOf(captions));
  }

  /** BERT over ids that are given: the golden data has no text. */
  private static final class GoldenBert implements org.mmt4j.CaptionEncoder {

    private final BertNetwork network;

    GoldenBert(JsonNode arguments) {
      JsonNode bert = arguments.get("txt_bert_config");
      JsonNode dropout = arguments.get("txt_bert_params");
      network =
          new BertNetwork(
              new BertConfig(
                  bert.get("vocab_size").asInt(),
                  bert.get("hidden_size").asInt(),
                  bert.get("num_hidden_layers").asInt(),
                  bert.get("num_attention_heads").asInt(),
                  bert.get("intermediate_size").asInt(),
                  bert.get("max_position_embeddings").asInt(),
                  bert.get("type_vocab_size").asInt(),
                  bert.get("layer_norm_eps").asDouble()),
              dropout.get("hidden_dropout_prob").asDouble(),
              dropout.get("attention_probs_dropout_prob").asDouble());
    }

    @Override
    public String kind() {
      return "golden";
    }

    @Override
    public int width() {
      return network.config().hiddenSize();
    }

    @Override
    public int maxTokens() {
      return network.config().maxPositions();
    }

    @Override
    public int[] tokenize(String caption) {
      throw new UnsupportedOperationException("golden captions are ids");
    }

    @Override
    public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
      return network.apply(context.scope("txt_bert"), shape);
    }

    @Override
    public void save(Path directory) {
      throw new UnsupportedOperationException("golden captions are ids");
    }

    @Override
    public void close() {}
  }
}
