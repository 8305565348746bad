package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list of videos in UTF-8, one per line: an id, or the path of a file that ends in {@code .h5},
 * whose name without {@code .h5} is the id. Unix and Windows line ends, blank lines, white space
 * around an id and a byte order mark are accepted. In a {@code .csv} file the id is the first of
 * the columns separated by tabs, as in the lists of LSMDC.
 *
 * @param ids the ids in the order of the file
 * @param paths the paths as written, for ids that are written as paths
 */
record VideoList(ImmutableList<String> ids, ImmutableMap<String, String> paths) {

  private static final String PATH_EXTENSION = ".h5";

  /**
   * Reads a list.
   *
   * @throws FeatureFileException if the file is missing or not UTF-8, has no id or a duplicate id,
   *     or has an id that is too long or a path that leads upwards
   */
  static VideoList read(Path list) throws FeatureFileException {
    Map<String, Integer> lineOf = new HashMap<>();
    ImmutableList.Builder<String> ids = ImmutableList.builder();
    ImmutableMap.Builder<String, String> paths = ImmutableMap.builder();
    List<String> lines = TextLines.read(list, "a list of videos");
    boolean columns = list.toString().endsWith(".csv");
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String entry = (columns ? line.split("\t", 2)[0] : line).strip();
      if (entry.isEmpty()) {
        continue;
      }
      boolean path = entry.endsWith(PATH_EXTENSION);
      String id = path ? idOfPath(list, i + 1, entry) : entry;
      if (!path) {
        requireValid(list, i + 1, id);
      }
      Integer earlier = lineOf.put(id, i + 1);
      if (earlier != null) {
        throw new FeatureFileException(
            list,
            "line "
                + (i + 1)
                + ": found "
                + id
                + " again after line "
                + earlier
                + ", expected unique ids");
      }
      ids.add(id);
      if (path) {
        paths.put(id, entry);
      }
    }
    if (lineOf.isEmpty()) {
      throw new FeatureFileException(list, "found no video ids, expected one per line");
    }
    return new VideoList(ids.build(), paths.buildOrThrow());
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
