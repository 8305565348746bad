package org.mmt4j.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Captions of a user's own videos. A video has one caption for each row with its id. {@code
 * captions.tsv} and {@code captions.csv} are tables (see {@link CaptionTable}). {@code
 * captions.jsonl} has one JSON object per line, with {@code "id"} and {@code "caption"} or the
 * fields that {@link CaptionColumns} names; other fields are ignored. Blank lines are skipped.
 *
 * @param file the file
 * @param captions the captions by the id in the file, both in the order of the file
 * @param notes remarks about how the file was read, such as a header that was skipped
 */
record CaptionFile(
    Path file, ImmutableListMultimap<String, Caption> captions, ImmutableList<String> notes) {

  private static final ImmutableList<String> NAMES =
      ImmutableList.of("captions.tsv", "captions.csv", "captions.jsonl");

  private static final CaptionColumns FIELDS = new CaptionColumns("id", "caption");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Returns whether a folder has a caption file. */
  static boolean exists(Path folder) {
    return NAMES.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  /** Returns the only caption file in a folder. */
  static Path find(Path folder) throws FeatureFileException {
    List<String> found = NAMES.stream().filter(name -> Files.exists(folder.resolve(name))).toList();
    if (found.size() != 1) {
      throw new FeatureFileException(
          folder,
          "found "
              + (found.isEmpty() ? "no captions" : String.join(" and ", found))
              + ", expected one of "
              + String.join(", ", NAMES));
    }
    return folder.resolve(found.get(0));
  }

  /**
   * Reads a file.
   *
   * @param columns the columns to read; if empty, those of the default format
   * @throws FeatureFileException if the file has another encoding or no captions, or if a line does
   *     not have the format, has no id or no words
   */
  static CaptionFile read(Path file, Optional<CaptionColumns> columns) throws FeatureFileException {
    String text = TextFile.read(file, "captions");
    ImmutableList<CaptionTable.Line> lines;
    ImmutableList<String> notes = ImmutableList.of();
    if (file.toString().endsWith(".jsonl")) {
      lines = objects(file, text, columns.orElse(FIELDS));
    } else {
      CaptionTable table = new CaptionTable(file, text);
      lines = table.captions(columns);
      notes = table.notes();
    }
    if (lines.isEmpty()) {
      throw new FeatureFileException(file, "found no captions, expected one per line");
    }
    ImmutableListMultimap.Builder<String, Caption> captions = ImmutableListMultimap.builder();
    for (CaptionTable.Line line : lines) {
      requireContent(file, line);
      captions.put(line.id(), Caption.of(line.caption().strip().split("(?U)\\s+", -1)));
    }
    return new CaptionFile(file, captions.build(), notes);
  }

  private static void requireContent(Path file, CaptionTable.Line line)
      throws FeatureFileException {
    Optional<String> problem = VideoIds.problem(line.id());
    if (problem.isPresent()) {
      throw new FeatureFileException(
          file, "line " + line.number() + ": found id \"" + line.id() + "\", " + problem.get());
    }
    if (line.caption().isBlank()) {
      throw new FeatureFileException(
          file,
          "line " + line.number() + ": found no words, expected a caption for video " + line.id());
    }
  }

  private static ImmutableList<CaptionTable.Line> objects(
      Path file, String text, CaptionColumns fields) throws FeatureFileException {
    ImmutableList.Builder<CaptionTable.Line> lines = ImmutableList.builder();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        Optional<JsonNode> object = parse(line);
        JsonNode id = object.map(found -> found.path(fields.id())).orElseGet(JSON::missingNode);
        JsonNode caption =
            object.map(found -> found.path(fields.caption())).orElseGet(JSON::missingNode);
        if (!id.isTextual() || !caption.isTextual()) {
          throw new FeatureFileException(
              file,
              "line %d: expected a JSON object with strings \"%s\" and \"%s\""
                  .formatted(number, fields.id(), fields.caption()));
        }
        lines.add(new CaptionTable.Line(number, id.asText().strip(), caption.asText()));
      }
    }
    return lines.build();
  }

  private static Optional<JsonNode> parse(String line) {
    try {
      return Optional.of(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
