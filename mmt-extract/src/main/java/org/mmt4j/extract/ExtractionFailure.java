package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A video of which there are no features, or a folder whose videos are not known.
 *
 * @param file of the video, or the folder
 * @param message what went wrong, in one line that names the file, control characters escaped
 */
public record ExtractionFailure(Path file, String message) {

  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]");

  static ExtractionFailure of(Path file, Exception cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String named = escaped(file.toString());
    String line =
        escaped(message.replace(file.toString(), named).strip().replaceAll("\\s*\\R\\s*", " "));
    return new ExtractionFailure(file, line.startsWith(named) ? line : named + ": " + line);
  }

  /** Names of files may have characters that would break a line. */
  private static String escaped(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }
}
