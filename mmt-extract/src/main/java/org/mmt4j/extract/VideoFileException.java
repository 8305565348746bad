package org.mmt4j.extract;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A video file cannot be used: absent, truncated, of no known format, or beyond a stated limit. The
 * message names the file, what was found and what was expected.
 */
public final class VideoFileException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String file;

  /** What is wrong with {@code file}. */
  public VideoFileException(Path file, String problem) {
    super(file + ": " + problem);
    this.file = file.toString();
  }

  /** The file that cannot be used. */
  public Path file() {
    return Path.of(file);
  }
}
