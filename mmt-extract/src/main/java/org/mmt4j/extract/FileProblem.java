package org.mmt4j.extract;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.features.FeatureFileException;

/** Describes file errors whose message is only the file name. */
final class FileProblem {

  private FileProblem() {}

  /** Returns the cause without the file name. */
  static String of(IOException error) {
    if (error instanceof AccessDeniedException) {
      return "access denied";
    }
    return Optional.ofNullable(
            error instanceof FileSystemException file ? file.getReason() : error.getMessage())
        .orElse(error.getClass().getSimpleName());
  }

  /** Returns an exception for a folder into which features cannot be written. */
  static FeatureFileException unwritable(Path folder, IOException cause) {
    Path existing = nearestExisting(folder.toAbsolutePath());
    String problem =
        Files.isDirectory(existing)
            ? of(cause)
            : "found the file " + existing + ", expected a folder";
    return new FeatureFileException(folder, "cannot be written (" + problem + ")", cause);
  }

  /** Returns the path, or its nearest parent that exists. */
  private static Path nearestExisting(Path path) {
    Path parent = path.getParent();
    return parent == null || Files.exists(path) ? path : nearestExisting(parent);
  }
}
