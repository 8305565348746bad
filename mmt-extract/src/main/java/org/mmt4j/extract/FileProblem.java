package org.mmt4j.extract;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.features.FeatureFileException;

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

  /** A folder into which features cannot be written. */
  static FeatureFileException unwritable(Path folder, IOException cause) {
    Path there = nearest(folder.toAbsolutePath());
    String problem =
        Files.isDirectory(there) ? of(cause) : "found the file " + there + ", expected a folder";
    return new FeatureFileException(folder, "cannot be written (" + problem + ")", cause);
  }

  /** The path, or the folder above it, that exists. */
  private static Path nearest(Path path) {
    Path parent = path.getParent();
    return parent == null || Files.exists(path) ? path : nearest(parent);
  }
}
