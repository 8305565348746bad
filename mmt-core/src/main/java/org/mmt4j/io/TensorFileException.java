package org.mmt4j.io;

import java.nio.file.Path;

/** Thrown for a tensor file that is damaged or has an unknown format. */
public final class TensorFileException extends DataFileException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the file and the problem. */
  public TensorFileException(Path file, String problem) {
    super(file, problem);
  }

  /** Creates an exception that names the file and the problem, with a cause. */
  public TensorFileException(Path file, String problem, Throwable cause) {
    super(file, problem, cause);
  }
}
