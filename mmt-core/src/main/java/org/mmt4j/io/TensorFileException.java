package org.mmt4j.io;

import java.io.IOException;
import java.nio.file.Path;

/** A tensor file that is damaged or of an unknown format. */
public final class TensorFileException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Names the file and says what was found and expected. */
  public TensorFileException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /** As above, with what made reading fail. */
  public TensorFileException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
