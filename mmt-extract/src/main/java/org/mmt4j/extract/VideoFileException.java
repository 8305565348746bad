package org.mmt4j.extract;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A video file cannot be used: it is missing, truncated, of an unknown format, or beyond a stated
 * limit. The message names the file, what was found and what was expected.
 */
public final class VideoFileException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String file;

  /** Creates an exception for {@code file}. */
  public VideoFileException(Path file, String problem) {
    super(file + ": " + problem);
    this.file = file.toString();
  }

  /** Returns the file that cannot be used. */
  public Path file() {
    return Path.of(file);
  }
}
