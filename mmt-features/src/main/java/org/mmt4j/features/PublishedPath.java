package org.mmt4j.features;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Locates the features of a video in the published layout: {@code v/i/d/video7010.h5}. A dot among
 * the first three characters adds no folder, as in the reference.
 */
final class PublishedPath {

  private static final int FOLDERS = 3;

  private PublishedPath() {}

  /** Returns what is expected of an id that has no path in the layout; empty if the id is valid. */
  static Optional<String> problem(String id) {
    return VideoIds.problem(id)
        .or(
            () ->
                id.codePointCount(0, id.length()) < FOLDERS
                    ? Optional.of(
                        "expected a safe file name of at least "
                            + FOLDERS
                            + " characters, which become its folders")
                    : Optional.empty());
  }

  /** Returns the file of a video in a folder with that layout. The id must be valid. */
  static Path file(Path folder, String id) {
    Path parent = folder;
    for (int c : id.codePoints().limit(FOLDERS).toArray()) {
      parent = c == '.' ? parent : parent.resolve(Character.toString(c));
    }
    return parent.resolve(id + ".h5");
  }
}
