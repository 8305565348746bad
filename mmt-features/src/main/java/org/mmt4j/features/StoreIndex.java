package org.mmt4j.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The index of a {@link FeatureStore}:
 *
 * <pre>{@code
 * {"format": "mmt features 1",
 *  "videos": {"video7010": {"0": {"words": ["a", "dog"], "starts": [0.5, 1.25], "ends": [1, 2]}}},
 *  "shards": 1}
 * }</pre>
 *
 * @param shards number of shards
 * @param captions captions of each video, by their numbers; {@code starts} and {@code ends} are the
 *     seconds at which the words begin and end, if known
 */
record StoreIndex(int shards, Map<String, ImmutableSortedMap<Integer, Caption>> captions) {

  private static final long MAX_BYTES = 1L << 28;
  private static final int MAX_SHARDS = 99_999;

  private static final ImmutableSet<String> FIELDS = ImmutableSet.of("words", "starts", "ends");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads an index.
   *
   * @throws FeatureFileException if the file is missing or not an index
   */
  static StoreIndex read(Path file) throws FeatureFileException {
    return FileAccess.read(file, "the index of a store", () -> parse(file));
  }

  private static StoreIndex parse(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new FeatureFileException(file, "expected at most " + MAX_BYTES + " bytes, found more");
    }
    try {
      return of(JSON.readTree(file.toFile()));
    } catch (JsonProcessingException e) {
      throw new FeatureFileException(
          file, "found invalid JSON (" + e.getMessage() + "), expected the index of a store", e);
    } catch (IllegalArgumentException e) {
      throw new FeatureFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static StoreIndex of(JsonNode root) {
    String format = root.path("format").asText();
    require(format.equals(FeatureStore.FORMAT), "format", root, "\"" + FeatureStore.FORMAT + "\"");
    JsonNode shards = root.path("shards");
    require(
        shards.isInt() && shards.asInt() >= 0 && shards.asInt() <= MAX_SHARDS,
        "shards",
        shards,
        "an integer from 0 to " + MAX_SHARDS);
    require(root.path("videos").isObject(), "videos", root.path("videos"), "an object");
    ImmutableSortedMap.Builder<String, ImmutableSortedMap<Integer, Caption>> videos =
        ImmutableSortedMap.naturalOrder();
    for (Map.Entry<String, JsonNode> video : root.path("videos").properties()) {
      require(!video.getKey().isEmpty(), "id", video.getValue(), "an id that is not empty");
      videos.put(video.getKey(), captions(video.getKey(), video.getValue()));
    }
    return new StoreIndex(shards.asInt(), videos.buildOrThrow());
  }

  private static ImmutableSortedMap<Integer, Caption> captions(String id, JsonNode node) {
    require(node.isObject(), id, node, "an object of captions");
    ImmutableSortedMap.Builder<Integer, Caption> captions = ImmutableSortedMap.naturalOrder();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      require(
          entry.getKey().matches("0|[1-9]\\d{0,8}"),
          id,
          node,
          "numbers of captions, such as \"0\", as keys");
      captions.put(Integer.valueOf(entry.getKey()), caption(id, entry.getValue()));
    }
    return captions.buildOrThrow();
  }

  private static Caption caption(String id, JsonNode node) {
    require(node.path("words").isArray(), id, node, "a caption with words");
    require(
        FIELDS.containsAll(ImmutableSet.copyOf(node.fieldNames())),
        id,
        node,
        "a caption with only the fields " + FIELDS);
    ImmutableList.Builder<String> words = ImmutableList.builder();
    for (JsonNode word : node.path("words")) {
      require(word.isTextual(), id, word, "a word as a string");
      words.add(word.asText());
    }
    if (!node.has("starts")) {
      return new Caption(words.build(), Optional.empty());
    }
    return new Caption(
        words.build(),
        Optional.of(new WordTimes(seconds(id, node, "starts"), seconds(id, node, "ends"))));
  }

  private static ImmutableList<Double> seconds(String id, JsonNode node, String name) {
    require(node.path(name).isArray(), id, node, "a list of " + name);
    ImmutableList.Builder<Double> seconds = ImmutableList.builder();
    for (JsonNode second : node.path(name)) {
      require(second.isNumber(), id, second, "a number of seconds");
      seconds.add(second.asDouble());
    }
    return seconds.build();
  }

  private static void require(boolean holds, String thing, JsonNode found, String expected) {
    if (!holds) {
      String text = found.toString();
      throw new IllegalArgumentException(
          thing
              + ": found "
              + text.substring(0, Math.min(80, text.length()))
              + ", expected "
              + expected);
    }
  }
}
