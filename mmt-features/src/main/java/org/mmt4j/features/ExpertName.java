package org.mmt4j.features;

import java.nio.file.Path;
import org.mmt4j.data.Expert;

/** Names of experts that come from files. */
final class ExpertName {

  private ExpertName() {}

  /** Returns the name of an expert for that of a file or folder: other characters become "_". */
  static String of(String fileName) {
    return fileName.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  /**
   * Requires a valid name.
   *
   * @throws FeatureFileException if the name is invalid
   */
  static void require(Path file, String name) throws FeatureFileException {
    try {
      Expert.of(name, 1);
    } catch (IllegalArgumentException e) {
      throw new FeatureFileException(file, String.valueOf(e.getMessage()), e);
    }
  }
}
