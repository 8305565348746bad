package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of video ids, one a line, in UTF-8. Line ends of Unix and Windows, blank lines, white
 * space around an id and a byte order mark are all taken. In a {@code .csv} file the id is the
 * first of columns separated by tabs, as in the lists of LSMDC.
 */
final class VideoList {

  /** The layout takes the first three characters of an id as folders. */
  private static final int SHORTEST_ID = 3;

  private VideoList() {}

  /**
   * The ids in the order of the file.
   *
   * @throws FeatureFileException if the file is absent, not UTF-8, or holds no id, an id twice or
   *     an id that is no safe file name
   */
  static ImmutableList<String> read(Path list) throws FeatureFileException {
    Map<String, Integer> lineOf = new HashMap<>();
    ImmutableList.Builder<String> ids = ImmutableList.builder();
    List<String> lines = TextLines.read(list, "a list of videos");
    boolean columns = list.toString().endsWith(".csv");
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String id = (columns ? line.split("\t", 2)[0] : line).strip();
      if (id.isEmpty()) {
        continue;
      }
      requireSafe(list, i + 1, id);
      Integer earlier = lineOf.put(id, i + 1);
      if (earlier != null) {
        throw new FeatureFileException(
            list, "line " + (i + 1) + ": found " + id + " again, first in line " + earlier);
      }
      ids.add(id);
    }
    if (lineOf.isEmpty()) {
      throw new FeatureFileException(list, "found no video ids, expected one a line");
    }
    return ids.build();
  }

  /** Whether an id can be a file's name, and its first three characters names of folders. */
  static boolean isSafe(String id) {
    return VideoIds.isSafe(id)
        && id.length() >= SHORTEST_ID
        && !id.substring(0, SHORTEST_ID).contains(".");
  }

  private static void requireSafe(Path list, int line, String id) throws FeatureFileException {
    if (!isSafe(id)) {
      throw new FeatureFileException(
          list,
          "line "
              + line
              + ": found id \""
              + id
              + "\", expected a safe file name of at least "
              + SHORTEST_ID
              + " characters");
    }
  }
}
