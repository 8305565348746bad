package org.mmt4j.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Enums;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mmt4j.nn.Activation;

/**
 * The file {@code bert.json} of a model directory. Its fields have the names of HuggingFace's BERT
 * configurations.
 *
 * @param config sizes
 * @param options how the BERT is used
 */
record BertJson(BertConfig config, BertOptions options) {

  private static final String VOCABULARY_SIZE = "vocab_size";
  private static final String HIDDEN_SIZE = "hidden_size";
  private static final String LAYERS = "num_hidden_layers";
  private static final String HEADS = "num_attention_heads";
  private static final String INTERMEDIATE_SIZE = "intermediate_size";
  private static final String MAX_POSITIONS = "max_position_embeddings";
  private static final String TOKEN_TYPES = "type_vocab_size";
  static final String EPSILON = "layer_norm_eps";
  private static final String MAX_TOKENS = "max_tokens";
  private static final String DROPOUT = "hidden_dropout_prob";
  private static final String ATTENTION_DROPOUT = "attention_probs_dropout_prob";

  private static final String POOLING = "pooling";
  private static final String ACTIVATION = "hidden_act";

  /** Activations by HuggingFace's names. The first name of each is written. */
  private static final ImmutableMap<String, Activation> ACTIVATIONS =
      ImmutableMap.of(
          "gelu", Activation.GELU,
          "gelu_python", Activation.GELU,
          "gelu_new", Activation.GELU_TANH,
          "gelu_pytorch_tanh", Activation.GELU_TANH,
          "gelu_fast", Activation.GELU_TANH,
          "relu", Activation.RELU);

  private static final ImmutableSet<String> FIELDS =
      ImmutableSet.of(
          VOCABULARY_SIZE,
          HIDDEN_SIZE,
          LAYERS,
          HEADS,
          INTERMEDIATE_SIZE,
          MAX_POSITIONS,
          TOKEN_TYPES,
          EPSILON,
          MAX_TOKENS,
          DROPOUT,
          ATTENTION_DROPOUT,
          POOLING,
          ACTIVATION);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  byte[] format() throws IOException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(fields());
  }

  /** Returns the fields as text, by name. */
  SortedMap<String, String> describe() {
    return text(fields());
  }

  /** Returns the defaults of the options as text, by name. */
  static SortedMap<String, String> defaultOptions() {
    return text(put(BertOptions.DEFAULTS, MAPPER.createObjectNode()));
  }

  private static SortedMap<String, String> text(ObjectNode fields) {
    SortedMap<String, String> values = new TreeMap<>();
    fields.properties().forEach(field -> values.put(field.getKey(), field.getValue().asText()));
    return values;
  }

  /** The exact GELU has no field, as in files of earlier versions. */
  private ObjectNode fields() {
    ObjectNode fields =
        MAPPER
            .createObjectNode()
            .put(VOCABULARY_SIZE, config.vocabularySize())
            .put(HIDDEN_SIZE, config.hiddenSize())
            .put(LAYERS, config.layers())
            .put(HEADS, config.heads())
            .put(INTERMEDIATE_SIZE, config.intermediateSize())
            .put(MAX_POSITIONS, config.maxPositions())
            .put(TOKEN_TYPES, config.tokenTypes())
            .put(EPSILON, config.layerNormEpsilon());
    if (config.activation() != Activation.GELU) {
      fields.put(ACTIVATION, name(config.activation()));
    }
    return put(options, fields);
  }

  private static String name(Activation activation) {
    return ACTIVATIONS.entrySet().stream()
        .filter(entry -> entry.getValue() == activation)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static ObjectNode put(BertOptions options, ObjectNode fields) {
    return fields
        .put(MAX_TOKENS, options.maxTokens())
        .put(DROPOUT, options.dropout())
        .put(ATTENTION_DROPOUT, options.attentionDropout())
        .put(POOLING, options.pooling().name());
  }

  /**
   * Reads the JSON that {@link #format} writes.
   *
   * @throws IOException if the bytes are not JSON
   * @throws IllegalArgumentException if a field is missing, unknown or has an invalid value
   */
  static BertJson parse(byte[] json) throws IOException {
    JsonNode root = tree(json);
    requireKnown(root);
    return new BertJson(
        sizes(root),
        BertOptions.DEFAULTS
            .withMaxTokens(integer(root, MAX_TOKENS))
            .withDropout(number(root, DROPOUT))
            .withAttentionDropout(number(root, ATTENTION_DROPOUT))
            .withPooling(pooling(root)));
  }

  private static BertPooling pooling(JsonNode root) {
    JsonNode value = root.path(POOLING);
    return Enums.getIfPresent(BertPooling.class, value.asText())
        .toJavaUtil()
        .orElseThrow(
            () -> unexpected(POOLING, value, "one of " + Arrays.toString(BertPooling.values())));
  }

  /**
   * Parses JSON. Rejects duplicate fields and trailing text.
   *
   * @throws IOException if the bytes are not JSON of this form
   */
  static JsonNode tree(byte[] json) throws IOException {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException("not JSON or truncated: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads the fields of a {@link BertConfig}.
   *
   * @throws IllegalArgumentException if one is missing or has an invalid value
   */
  static BertConfig sizes(JsonNode root) {
    return BertConfig.builder()
        .vocabularySize(integer(root, VOCABULARY_SIZE))
        .hiddenSize(integer(root, HIDDEN_SIZE))
        .layers(integer(root, LAYERS))
        .heads(integer(root, HEADS))
        .intermediateSize(integer(root, INTERMEDIATE_SIZE))
        .maxPositions(integer(root, MAX_POSITIONS))
        .tokenTypes(integer(root, TOKEN_TYPES))
        .layerNormEpsilon(number(root, EPSILON))
        .activation(activation(root))
        .build();
  }

  private static Activation activation(JsonNode root) {
    JsonNode name = root.path(ACTIVATION);
    Activation activation = name.isMissingNode() ? Activation.GELU : ACTIVATIONS.get(name.asText());
    if (activation == null) {
      throw unexpected(ACTIVATION, name, "one of " + ACTIVATIONS.keySet());
    }
    return activation;
  }

  private static void requireKnown(JsonNode root) {
    for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw new IllegalArgumentException("field " + name + ": unknown, expected only " + FIELDS);
      }
    }
  }

  private static int integer(JsonNode root, String field) {
    JsonNode value = root.path(field);
    if (!value.isInt()) {
      throw unexpected(field, value, "an integer");
    }
    return value.intValue();
  }

  private static double number(JsonNode root, String field) {
    JsonNode value = root.path(field);
    if (!value.isNumber()) {
      throw unexpected(field, value, "a number");
    }
    return value.doubleValue();
  }

  static void requireIfPresent(JsonNode root, String field, String expected) {
    JsonNode value = root.path(field);
    if (!value.isMissingNode() && !value.asText().equals(expected)) {
      throw unexpected(field, value, "\"" + expected + "\"");
    }
  }

  /** Returns a JSON number. */
  static JsonNode number(int value) {
    return MAPPER.getNodeFactory().numberNode(value);
  }

  /** Returns a JSON string. */
  static JsonNode text(String value) {
    return MAPPER.getNodeFactory().textNode(value);
  }

  static IllegalArgumentException unexpected(String field, JsonNode value, String expected) {
    return new IllegalArgumentException(
        "field "
            + field
            + (value.isMissingNode() ? ": missing" : ": found " + value)
            + ", expected "
            + expected);
  }
}
