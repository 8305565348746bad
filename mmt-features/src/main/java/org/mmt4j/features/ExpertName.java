package org.mmt4j.features;

import java.nio.file.Path;
import org.mmt4j.data.Expert;

/** Checks names of experts that come from files. */
final class ExpertName {

  private ExpertName() {}

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
