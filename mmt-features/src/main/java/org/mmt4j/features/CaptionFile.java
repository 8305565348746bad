package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Captions of a user's own videos. A video has one caption for each row with its id. {@code
 * captions.tsv} and {@code captions.csv} are tables ({@link CaptionTable}), {@code captions.jsonl}
 * and {@code captions.json} have objects ({@link CaptionObjects}).
 *
 * @param file the file
 * @param captions the captions by the id in the file, both in the order of the file
 * @param notes remarks about how the file was read, such as a header that was skipped
 */
record CaptionFile(
    Path file, ImmutableListMultimap<String, Caption> captions, ImmutableList<String> notes) {

  private static final ImmutableList<String> NAMES =
      ImmutableList.of("captions.tsv", "captions.csv", "captions.jsonl", "captions.json");

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
      lines = CaptionObjects.lines(file, text, columns);
    } else if (file.toString().endsWith(".json")) {
      lines = CaptionObjects.document(file, text, columns);
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
          file, line.place() + ": found id \"" + line.id() + "\", " + problem.get());
    }
    if (line.caption().isBlank()) {
      throw new FeatureFileException(
          file, line.place() + ": found no words, expected a caption for video " + line.id());
    }
  }
}
