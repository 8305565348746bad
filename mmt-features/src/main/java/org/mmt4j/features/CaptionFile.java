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
 * Captions of a user's own videos in UTF-8, one per line. A video has one caption for each line
 * with its id. {@code captions.tsv}: the id, a tab, the caption. {@code captions.jsonl}: an object
 * with {@code "id"} and {@code "caption"}; other fields are ignored. Blank lines are skipped.
 */
final class CaptionFile {

  private static final String TSV = "captions.tsv";
  private static final String JSONL = "captions.jsonl";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CaptionFile() {}

  /** A line: the id of a video and one of its captions. */
  private record Line(String id, String caption) {}

  /** Returns whether a folder has a caption file. */
  static boolean exists(Path folder) {
    return Files.exists(folder.resolve(TSV)) || Files.exists(folder.resolve(JSONL));
  }

  /** Returns the only caption file in a folder. */
  static Path find(Path folder) throws FeatureFileException {
    List<Path> found =
        ImmutableList.of(folder.resolve(TSV), folder.resolve(JSONL)).stream()
            .filter(Files::exists)
            .toList();
    if (found.size() != 1) {
      throw new FeatureFileException(
          folder,
          "found "
              + (found.isEmpty() ? "neither " : "both ")
              + TSV
              + (found.isEmpty() ? " nor " : " and ")
              + JSONL
              + ", expected one of them");
    }
    return found.get(0);
  }

  /**
   * Returns the captions of each video, both in the order of the file.
   *
   * @throws FeatureFileException if the file is not UTF-8 or has no captions, or if a line does not
   *     have the format above, has no words or no id
   */
  static ImmutableListMultimap<String, Caption> read(Path file) throws FeatureFileException {
    ImmutableListMultimap.Builder<String, Caption> captions = ImmutableListMultimap.builder();
    List<String> lines = TextLines.read(file, "captions");
    boolean tsv = file.endsWith(TSV);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        Line line = checked(file, i + 1, tsv ? parseTsv(lines.get(i)) : parseJson(lines.get(i)));
        captions.put(line.id, Caption.of(line.caption.strip().split("(?U)\\s+", -1)));
      }
    }
    ImmutableListMultimap<String, Caption> all = captions.build();
    if (all.isEmpty()) {
      throw new FeatureFileException(file, "found no captions, expected one per line");
    }
    return all;
  }

  private static Line checked(Path file, int number, Optional<Line> found)
      throws FeatureFileException {
    if (found.isEmpty()) {
      throw new FeatureFileException(
          file,
          "line "
              + number
              + ": expected "
              + (file.endsWith(TSV)
                  ? "an id, a tab and a caption"
                  : "a JSON object with strings \"id\" and \"caption\""));
    }
    Line line = found.get();
    Optional<String> problem = VideoIds.problem(line.id);
    if (problem.isPresent()) {
      throw new FeatureFileException(
          file, "line " + number + ": found id \"" + line.id + "\", " + problem.get());
    }
    if (line.caption.isBlank()) {
      throw new FeatureFileException(
          file, "line " + number + ": found no words, expected a caption for video " + line.id);
    }
    return line;
  }

  private static Optional<Line> parseTsv(String line) {
    int tab = line.indexOf('\t');
    return tab < 0
        ? Optional.empty()
        : Optional.of(new Line(line.substring(0, tab).strip(), line.substring(tab + 1)));
  }

  private static Optional<Line> parseJson(String line) {
    try {
      JsonNode object = JSON.readTree(line);
      JsonNode id = object.path("id");
      JsonNode caption = object.path("caption");
      return id.isTextual() && caption.isTextual()
          ? Optional.of(new Line(id.asText(), caption.asText()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
