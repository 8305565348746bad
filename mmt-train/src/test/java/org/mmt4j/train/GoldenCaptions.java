package org.mmt4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.Pooling;
import org.mmt4j.text.BertConfig;
import org.mmt4j.text.BertNetwork;
import org.mmt4j.text.BertOptions;
import org.mmt4j.text.BertPooling;
import org.mmt4j.text.WordEmbeddingNetwork;
import org.mmt4j.text.WordPooling;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The caption encoder of a golden case. It reads given token ids, because the golden data has no
 * text.
 */
final class GoldenCaptions implements CaptionEncoder {

  private interface Network {
    SDVariable apply(LayerContext context, CaptionTokens.Shape shape);
  }

  private final int maxTokens;
  private final int dimension;
  private final boolean readsPadding;
  private final Network network;

  /** Creates the encoder that {@code txt_agg} names. */
  GoldenCaptions(JsonNode arguments, int maxTokens) {
    this.maxTokens = maxTokens;
    String aggregation = arguments.get("txt_agg").asText();
    if (aggregation.startsWith("bert")) {
      BertOptions options = bertOptions(arguments, pooling(aggregation));
      BertNetwork bert = new BertNetwork(bertConfig(arguments.get("txt_bert_config")), options);
      this.dimension = bert.config().hiddenSize();
      this.readsPadding = options.pooling() != BertPooling.CLS;
      this.network = (context, shape) -> bert.apply(context.scope("txt_bert"), shape);
    } else {
      WordPooling pooling =
          aggregation.equals("lstm")
              ? new WordPooling.Lstm(arguments.get("lstm_hidden").asInt())
              : new WordPooling.Columns(Pooling.MAX);
      JsonNode table = arguments.get("word_embeddings");
      int embedding = table.get("dim").asInt();
      this.dimension = pooling.dimension(embedding);
      this.readsPadding = false;
      this.network = new WordEmbeddingNetwork(table.get("rows").asInt(), embedding, pooling)::apply;
    }
  }

  private static BertPooling pooling(String aggregation) {
    if (aggregation.endsWith("mxp")) {
      return BertPooling.MAX;
    }
    return aggregation.endsWith("mnp") ? BertPooling.MEAN : BertPooling.CLS;
  }

  private BertOptions bertOptions(JsonNode arguments, BertPooling pooling) {
    JsonNode dropout = arguments.get("txt_bert_params");
    return BertOptions.DEFAULTS
        .withMaxTokens(maxTokens)
        .withDropout(dropout.get("hidden_dropout_prob").asDouble())
        .withAttentionDropout(dropout.get("attention_probs_dropout_prob").asDouble())
        .withPooling(pooling);
  }

  private static BertConfig bertConfig(JsonNode bert) {
    return BertConfig.builder()
        .vocabularySize(bert.get("vocab_size").asInt())
        .hiddenSize(bert.get("hidden_size").asInt())
        .layers(bert.get("num_hidden_layers").asInt())
        .heads(bert.get("num_attention_heads").asInt())
        .intermediateSize(bert.get("intermediate_size").asInt())
        .maxPositions(bert.get("max_position_embeddings").asInt())
        .tokenTypes(bert.get("type_vocab_size").asInt())
        .layerNormEpsilon(bert.get("layer_norm_eps").asDouble())
        .build();
  }

  @Override
  public String kind() {
    return "golden";
  }

  @Override
  public SortedMap<String, String> describe() {
    return new TreeMap<>();
  }

  /** Returns 0, as in the reference. */
  @Override
  public OptionalInt paddingId() {
    return OptionalInt.of(0);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int maxTokens() {
    return maxTokens;
  }

  @Override
  public boolean readsPadding() {
    return readsPadding;
  }

  @Override
  public int[] tokenize(String caption) {
    throw new UnsupportedOperationException("golden captions are ids");
  }

  @Override
  public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
    return network.apply(context, shape);
  }

  @Override
  public void save(Path directory) {
    throw new UnsupportedOperationException("golden captions are ids");
  }

  @Override
  public void close() {}
}
