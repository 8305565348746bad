package org.mmt4j.io;

import java.io.IOException;
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

  /**
   * Returns an exception that says what a rejected file is instead, if {@link FileKind} knows it;
   * otherwise the exception of the reader.
   *
   * @param expected the file that the reader reads, such as "a safetensors file"
   */
  public static IOException explained(Path file, String expected, IOException rejection) {
    return FileKind.describe(file, expected)
        .<IOException>map(problem -> new TensorFileException(file, problem, rejection))
        .orElse(rejection);
  }
}
