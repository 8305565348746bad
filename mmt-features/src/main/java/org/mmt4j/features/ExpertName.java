package org.mmt4j.features;

import java.nio.file.Path;
import org.mmt4j.data.Expert;

/** Names of experts that files claim. */
final class ExpertName {

  private ExpertName() {}

  /**
   * @throws FeatureFileException if it is not the name of an expert
   */
  static void require(Path file, String name) throws FeatureFileException {
    try {
      Expert.of(name, 1);
    } catch (IllegalArgumentException e) {
      throw new FeatureFileException(file, String.valueOf(e.getMessage()), e);
    }
  }
}
