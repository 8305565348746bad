package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Thrown if a file of a data set cannot be used: it is missing, truncated, in a different format,
 * or contradicts what is expected. The message names the file, what was found and what was
 * expected.
 */
public final class FeatureFileException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String file;

  /** Creates an exception with the problem of {@code file}. */
  public FeatureFileException(Path file, String problem) {
    super(file + ": " + problem);
    this.file = file.toString();
  }

  /** Creates an exception with the problem of {@code file} and its cause. */
  public FeatureFileException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file.toString();
  }

  /** Returns the file that cannot be used. */
  public Path file() {
    return Path.of(file);
  }
}
