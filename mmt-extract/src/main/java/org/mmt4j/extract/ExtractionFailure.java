package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A video whose features could not be extracted, or a folder that could not be read.
 *
 * @param file the video or folder
 * @param message what went wrong, in one line that starts with the file; control characters are
 *     escaped
 */
public record ExtractionFailure(Path file, String message) {

  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]");

  static ExtractionFailure of(Path file, Exception cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new ExtractionFailure(file, line(file, message));
  }

  /** Returns a message in one line that starts with the file. */
  static String line(Path file, String message) {
    String name = escaped(file.toString());
    String line =
        escaped(message.replace(file.toString(), name).strip().replaceAll("\\s*\\R\\s*", " "));
    return line.startsWith(name) ? line : name + ": " + line;
  }

  /** File names may contain characters that would break the line. */
  private static String escaped(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }
}
