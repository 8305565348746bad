package org.mmt4j.features.extract;

import java.nio.file.Path;

/**
 * A video of which there are no features, or a folder whose videos are not known.
 *
 * @param file of the video, or the folder
 * @param message what went wrong, in one line that names the file
 */
public record ExtractionFailure(Path file, String message) {

  static ExtractionFailure of(Path file, Exception cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    return new ExtractionFailure(
        file, line.startsWith(file.toString()) ? line : file + ": " + line);
  }
}
