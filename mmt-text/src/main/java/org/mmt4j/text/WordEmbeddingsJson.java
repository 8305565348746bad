package org.mmt4j.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mmt4j.nn.Pooling;

/**
 * The file {@code word_embeddings.json} of a model directory.
 *
 * @param tokenizer {@code words} or {@code pieces}
 * @param entries number of rows of the table
 * @param dimension dimension of a word embedding
 * @param maxTokens maximum number of tokens of a caption
 * @param pooling {@code max}, {@code mean} or {@code lstm}
 * @param hidden hidden size of the LSTM, 0 without an LSTM
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record WordEmbeddingsJson(
    String tokenizer, int entries, int dimension, int maxTokens, String pooling, int hidden) {

  static final String FILE = "word_embeddings.json";
  static final String WORDS = "words";
  static final String PIECES = "pieces";

  private static final String LSTM = "lstm";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  static WordEmbeddingsJson of(
      CaptionTokenizer tokenizer, WordEmbeddingNetwork network, int maxTokens) {
    return new WordEmbeddingsJson(
        tokenizer instanceof CaptionTokenizer.Words ? WORDS : PIECES,
        network.entries(),
        network.dimension(),
        maxTokens,
        network.pooling() instanceof WordPooling.Columns columns
            ? columns.pooling().name().toLowerCase(Locale.ROOT)
            : LSTM,
        network.pooling() instanceof WordPooling.Lstm lstm ? lstm.hiddenSize() : 0);
  }

  /**
   * Returns the network.
   *
   * @throws IllegalArgumentException if a value is invalid
   */
  WordEmbeddingNetwork network() {
    return new WordEmbeddingNetwork(entries, dimension, wordPooling());
  }

  private WordPooling wordPooling() {
    return switch (pooling) {
      case "max" -> new WordPooling.Columns(Pooling.MAX);
      case "mean" -> new WordPooling.Columns(Pooling.MEAN);
      case LSTM -> new WordPooling.Lstm(hidden);
      default ->
          throw new IllegalArgumentException(
              "pooling: found " + pooling + ", expected max, mean or lstm");
    };
  }

  /** Returns the fields as text, by name. */
  SortedMap<String, String> describe() {
    SortedMap<String, String> values = new TreeMap<>();
    JSON.valueToTree(this)
        .properties()
        .forEach(field -> values.put(field.getKey(), field.getValue().asText()));
    return values;
  }

  byte[] format() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }

  static WordEmbeddingsJson parse(byte[] json) throws IOException {
    return read(json, WordEmbeddingsJson.class);
  }

  static byte[] formatWords(List<String> words) throws IOException {
    return JSON.writeValueAsBytes(words);
  }

  static List<String> parseWords(byte[] json) throws IOException {
    List<String> words = Arrays.asList(read(json, String[].class));
    if (words.contains(null)) {
      throw new IOException("found null, expected words");
    }
    return words;
  }

  private static <T> T read(byte[] json, Class<T> type) throws IOException {
    try {
      T value = JSON.readValue(json, type);
      if (value == null) {
        throw new IOException("found null, expected settings of word embeddings");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IOException("not settings of word embeddings: " + e.getOriginalMessage(), e);
    }
  }
}
