package org.mmt4j.extract;

import java.nio.file.Path;
import org.mmt4j.io.DataFileException;

/**
 * A video file cannot be used: it is missing, truncated, of an unknown format, or beyond a stated
 * limit. The message names the file, what was found and what was expected.
 */
public final class VideoFileException extends DataFileException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception for {@code file}. */
  public VideoFileException(Path file, String problem) {
    super(file, problem);
  }
}
