package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list of videos, one per line: an id, or the path of a file that ends in {@code .h5}, whose name
 * without {@code .h5} is the id. Blank lines and white space around an id are ignored. A {@code
 * .csv} file is a table with tabs, whose first column has the ids, as in the lists of LSMDC; its
 * quotation marks are read as {@code pandas.read_csv} does (see {@link TableParser}).
 *
 * <p>A list may name a video several times, as LSMDC does for each sentence of a clip. Each line is
 * an entry, as in the reference.
 *
 * @param ids the ids in the order of the file
 * @param paths the paths as written, for ids that are written as paths
 */
record VideoList(ImmutableList<String> ids, ImmutableMap<String, String> paths) {

  private static final Logger log = LoggerFactory.getLogger(VideoList.class);
  private static final String PATH_EXTENSION = ".h5";

  /** A line: its number and the id or path. */
  private record Entry(int line, String text) {}

  /**
   * Reads a list.
   *
   * @throws FeatureFileException if the file is missing, has another encoding or no id, names a
   *     video by two paths, or has an id that is too long or a path that leads upwards
   */
  static VideoList read(Path list) throws FeatureFileException {
    ImmutableList.Builder<String> ids = ImmutableList.builder();
    Map<String, String> paths = new LinkedHashMap<>();
    Set<String> unique = new HashSet<>();
    List<Entry> entries = entries(list);
    for (Entry entry : entries) {
      boolean path = entry.text.endsWith(PATH_EXTENSION);
      String id = path ? idOfPath(list, entry.line, entry.text) : entry.text;
      if (path) {
        requireSamePath(list, entry, paths.put(id, entry.text));
      } else {
        requireValid(list, entry.line, id);
      }
      ids.add(id);
      unique.add(id);
    }
    if (entries.isEmpty()) {
      throw new FeatureFileException(list, "found no video ids, expected one per line");
    }
    if (unique.size() < entries.size()) {
      log.info("{}: {} lines name {} videos", list, entries.size(), unique.size());
    }
    return new VideoList(ids.build(), ImmutableMap.copyOf(paths));
  }

  private static List<Entry> entries(Path list) throws FeatureFileException {
    String text = TextFile.read(list, "a list of videos");
    List<Entry> entries = new ArrayList<>();
    if (list.toString().endsWith(".csv")) {
      for (TableRow row : TableParser.rows(text, '\t')) {
        entries.add(new Entry(row.line(), row.fields().get(0).strip()));
        row.doubt().ifPresent(doubt -> log.warn("{}: line {}: {}", list, row.line(), doubt));
      }
    } else {
      text.lines().forEach(line -> entries.add(new Entry(entries.size() + 1, line.strip())));
    }
    return entries.stream().filter(entry -> !entry.text.isEmpty()).toList();
  }

  private static void requireSamePath(Path list, Entry entry, @Nullable String earlier)
      throws FeatureFileException {
    if (earlier != null && !earlier.equals(entry.text)) {
      throw new FeatureFileException(
          list,
          "line %d: found path %s, expected %s as in an earlier line"
              .formatted(entry.line, entry.text, earlier));
    }
  }

  private static String idOfPath(Path list, int line, String path) throws FeatureFileException {
    String id = path.substring(path.lastIndexOf('/') + 1, path.length() - PATH_EXTENSION.length());
    if (id.isEmpty()
        || id.startsWith(".")
        || path.contains("..")
        || path.indexOf('\\') >= 0
        || path.chars().anyMatch(Character::isISOControl)) {
      throw new FeatureFileException(
          list,
          "line "
              + line
              + ": found path \""
              + path
              + "\", expected the path of a file, without ..");
    }
    return id;
  }

  private static void requireValid(Path list, int line, String id) throws FeatureFileException {
    Optional<String> problem = PublishedPath.problem(id);
    if (problem.isPresent()) {
      throw new FeatureFileException(
          list, "line " + line + ": found id \"" + id + "\", " + problem.get());
    }
  }
}
