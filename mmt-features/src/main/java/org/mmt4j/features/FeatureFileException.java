package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of a data set cannot be used: absent, truncated, not of its format, or with content that
 * contradicts what is expected of it. The message names the file, what was found and what was
 * expected.
 */
public final class FeatureFileException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String file;

  /** What is wrong with {@code file}. */
  public FeatureFileException(Path file, String problem) {
    super(file + ": " + problem);
    this.file = file.toString();
  }

  /** What is wrong with {@code file}, and the failure that told so. */
  public FeatureFileException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file.toString();
  }

  /** The file that cannot be used. */
  public Path file() {
    return Path.of(file);
  }
}
