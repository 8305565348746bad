package org.mmt4j.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Captions in JSON. An object has the id of a video, a string or an integer, and a caption, or a
 * list of captions, in the fields that {@link CaptionColumns} names. Without these the fields are
 * {@code id} and {@code caption}, if they are strings, or else those that {@link CaptionTable}
 * knows as names of columns. Other fields are ignored.
 *
 * <ul>
 *   <li>JSON lines: an object in each line; blank lines are skipped.
 *   <li>A JSON document: a list of objects; or such a list as a field of an object, as {@code
 *       sentences} in MSR-VTT's own file; or an object with a field for each video, whose value is
 *       a caption, a list of captions, or an object with captions, as in ActivityNet's own files.
 * </ul>
 */
final class CaptionObjects {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final Optional<CaptionColumns> columns;
  private final ImmutableList.Builder<CaptionTable.Line> captions = ImmutableList.builder();

  private CaptionObjects(Path file, Optional<CaptionColumns> columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Reads JSON lines.
   *
   * @throws FeatureFileException if a line is not an object with an id and a caption
   */
  static ImmutableList<CaptionTable.Line> lines(
      Path file, String text, Optional<CaptionColumns> columns) throws FeatureFileException {
    CaptionObjects reader = new CaptionObjects(file, columns);
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        reader.add("line " + number, reader.parse("line " + number, line));
      }
    }
    return reader.captions.build();
  }

  /**
   * Reads a JSON document.
   *
   * @throws FeatureFileException if it has none of the forms above
   */
  static ImmutableList<CaptionTable.Line> document(
      Path file, String text, Optional<CaptionColumns> columns) throws FeatureFileException {
    CaptionObjects reader = new CaptionObjects(file, columns);
    JsonNode document = reader.parse("the document", text);
    Optional<JsonNode> list = reader.list(document);
    if (list.isPresent()) {
      for (int i = 0; i < list.get().size(); i++) {
        reader.add("entry " + (i + 1), list.get().get(i));
      }
    } else {
      for (Map.Entry<String, JsonNode> entry : document.properties()) {
        reader.addCaptions("entry " + entry.getKey(), entry.getKey(), entry.getValue());
      }
    }
    return reader.captions.build();
  }

  private JsonNode parse(String place, String json) throws FeatureFileException {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new FeatureFileException(
          file, place + ": found invalid JSON (" + reason(e) + "), expected valid JSON", e);
    }
  }

  /** Returns the message up to the details, which name classes of the parser. */
  private static String reason(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage()).replaceFirst("(?s)(:| \\().*", "");
  }

  /** Returns the list of objects with an id and a caption; empty if there is none. */
  private Optional<JsonNode> list(JsonNode document) {
    if (document.isArray()) {
      return Optional.of(document);
    }
    List<JsonNode> lists = new ArrayList<>();
    for (JsonNode field : document) {
      if (field.isArray() && id(field.path(0)).isPresent() && caption(field.path(0)).isPresent()) {
        lists.add(field);
      }
    }
    return lists.size() == 1 ? Optional.of(lists.get(0)) : Optional.empty();
  }

  private void add(String place, JsonNode object) throws FeatureFileException {
    Optional<String> id = id(object);
    Optional<JsonNode> caption = caption(object);
    if (id.isEmpty() || caption.isEmpty()) {
      throw new FeatureFileException(
          file,
          "%s: expected a JSON object with \"%s\" and \"%s\", or the fields that --columns names"
              .formatted(
                  place,
                  columns.map(CaptionColumns::id).orElse("id"),
                  columns.map(CaptionColumns::caption).orElse("caption")));
    }
    addCaptions(place, id.get(), caption.get());
  }

  private void addCaptions(String place, String id, JsonNode value) throws FeatureFileException {
    JsonNode found = value.isObject() ? caption(value).orElse(value) : value;
    for (JsonNode caption : found.isArray() ? found : List.of(found)) {
      if (!caption.isTextual()) {
        throw new FeatureFileException(
            file, place + ": found no text as a caption, expected a string, or a list of strings");
      }
      captions.add(new CaptionTable.Line(place, id.strip(), caption.asText()));
    }
  }

  private Optional<String> id(JsonNode object) {
    return field(object, columns.map(CaptionColumns::id), "id", CaptionTable.ID_NAMES)
        .filter(id -> id.isTextual() || id.isIntegralNumber())
        .map(JsonNode::asText);
  }

  private Optional<JsonNode> caption(JsonNode object) {
    return field(
            object, columns.map(CaptionColumns::caption), "caption", CaptionTable.CAPTION_NAMES)
        .filter(caption -> caption.isTextual() || caption.isArray());
  }

  private static Optional<JsonNode> field(
      JsonNode object, Optional<String> named, String usual, List<String> names) {
    String exact = named.orElse(usual);
    if (named.isPresent() || object.path(exact).isTextual()) {
      return Optional.ofNullable(object.get(exact));
    }
    return names.stream()
        .flatMap(
            name ->
                object.properties().stream()
                    .filter(field -> CaptionTable.plain(field.getKey()).equals(name))
                    .map(Map.Entry::getValue))
        .findFirst();
  }
}
