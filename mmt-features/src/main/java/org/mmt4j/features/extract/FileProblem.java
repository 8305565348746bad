package org.mmt4j.features.extract;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** Says what errors mean whose message is the name of a file. */
final class FileProblem {

  private FileProblem() {}

  /** What went wrong, without the file's name. */
  static String of(IOException error) {
    if (error instanceof AccessDeniedException) {
      return "access denied";
    }
    return Optional.ofNullable(
            error instanceof FileSystemException file ? file.getReason() : error.getMessage())
        .orElse(error.getClass().getSimpleName());
  }
}
