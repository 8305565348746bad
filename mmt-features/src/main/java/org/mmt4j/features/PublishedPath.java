package org.mmt4j.features;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the published layout has the features of a video: {@code v/i/d/video7010.h5}. A dot among
 * the first three characters is the folder it is in, as it is for the authors' code.
 */
final class PublishedPath {

  private static final int FOLDERS = 3;

  private PublishedPath() {}

  /** Why an id has no place there, as what is expected of it; empty if it has. */
  static Optional<String> problem(String id) {
    return VideoIds.problem(id)
        .or(
            () ->
                id.codePointCount(0, id.length()) < FOLDERS
                    ? Optional.of(
                        "expected a safe file name of at least "
                            + FOLDERS
                            + " characters, which name its folders")
                    : Optional.empty());
  }

  /** The file of a video in a folder of that layout; the id has no problem. */
  static Path file(Path folder, String id) {
    Path parent = folder;
    for (int c : id.codePoints().limit(FOLDERS).toArray()) {
      parent = c == '.' ? parent : parent.resolve(Character.toString(c));
    }
    return parent.resolve(id + ".h5");
  }
}
