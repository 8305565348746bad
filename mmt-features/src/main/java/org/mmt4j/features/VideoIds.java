package org.mmt4j.features;

/** Which names of videos are taken: those that are the name of one file, inside its folder. */
final class VideoIds {

  private VideoIds() {}

  /** Whether {@code id} with any ending is a file's name on every system. */
  static boolean isSafe(String id) {
    return !id.isEmpty()
        && !id.startsWith(".")
        && !id.contains("..")
        && id.chars()
            .noneMatch(
                c ->
                    "/\\:*?\"<>|".indexOf(c) >= 0
                        || Character.isISOControl(c)
                        || Character.isSurrogate((char) c));
  }
}
