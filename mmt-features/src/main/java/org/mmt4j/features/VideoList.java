package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

  /** Largest list that is read, 256 MiB. */
  private static final long MAX_BYTES = 1L << 28;

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
    List<String> lines = lines(list);
    boolean columns = list.toString().endsWith(".csv");
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replace("\uFEFF", "");
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

  private static List<String> lines(Path list) throws FeatureFileException {
    try {
      long bytes = Files.size(list);
      if (bytes > MAX_BYTES) {
        throw new FeatureFileException(
            list, "found " + bytes + " bytes, expected at most " + MAX_BYTES);
      }
      return Files.readAllLines(list);
    } catch (FeatureFileException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new FeatureFileException(list, "found no such file, expected a list of videos", e);
    } catch (CharacterCodingException e) {
      throw new FeatureFileException(list, "found bytes that are not UTF-8, expected UTF-8", e);
    } catch (IOException e) {
      throw new FeatureFileException(list, "cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Whether an id can be a file's name, and its first three characters names of folders. */
  static boolean isSafe(String id) {
    boolean separators =
        id.chars().anyMatch(c -> "/\\:*?\"<>|".indexOf(c) >= 0 || Character.isISOControl(c));
    boolean surrogates = id.chars().anyMatch(c -> Character.isSurrogate((char) c));
    return !separators
        && !surrogates
        && !id.contains("..")
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
