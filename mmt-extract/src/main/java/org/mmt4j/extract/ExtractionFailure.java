package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mmt4j.io.FileNames;

/**
 * A video whose features could not be extracted, in whole or by one expert, or a folder that could
 * not be read.
 *
 * @param file the video or folder
 * @param message what went wrong, in one line that starts with the file; control characters are
 *     escaped
 * @param expert the expert that failed, if features of others were written; empty if the video has
 *     no new features
 */
public record ExtractionFailure(Path file, String message, Optional<String> expert) {

  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]");

  static ExtractionFailure of(Path file, Throwable cause) {
    return of(file, message(cause));
  }

  static ExtractionFailure of(Path file, String message) {
    return of(file, message, Optional.empty());
  }

  /** Describes the failure of one expert. */
  static ExtractionFailure ofExpert(Path file, String expert, String message) {
    return of(file, message, Optional.of(expert));
  }

  private static ExtractionFailure of(Path file, String message, Optional<String> expert) {
    return new ExtractionFailure(file, line(file, message), expert);
  }

  /** Returns a message in one line that starts with the file. */
  static String line(Path file, String message) {
    String name = escaped(FileNames.text(file));
    String line =
        escaped(message.replace(file.toString(), name).strip().replaceAll("\\s*\\R\\s*", " "));
    return line.startsWith(name) ? line : name + ": " + line;
  }

  /**
   * Returns the message, with the class of the error where there is no message that explains it.
   */
  static String message(Throwable cause) {
    return cause.getMessage() == null || cause instanceof Error
        ? cause.toString()
        : cause.getMessage();
  }

  /** File names may contain characters that would break the line. */
  private static String escaped(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }
}
