package org.mmt4j.features;

import java.nio.file.Path;
import org.mmt4j.io.DataFileException;

/**
 * Thrown if a file of a data set cannot be used: it is missing, truncated, in a different format,
 * or contradicts what is expected. The message names the file, what was found and what was
 * expected.
 */
public final class FeatureFileException extends DataFileException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with the problem of {@code file}. */
  public FeatureFileException(Path file, String problem) {
    super(file, problem);
  }

  /** Creates an exception with the problem of {@code file} and its cause. */
  public FeatureFileException(Path file, String problem, Throwable cause) {
    super(file, problem, cause);
  }
}
