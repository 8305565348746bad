package org.mmt4j.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Thrown if a file or folder cannot be used: it is missing, damaged, in an unknown format, or not
 * what the caller expects. All such exceptions of this library are of this class or extend it.
 *
 * <p>The message is {@code FILE: PROBLEM}. Most problems have the form {@code PLACE: found FOUND,
 * expected EXPECTED}, whose parts {@link #place}, {@link #found} and {@link #expected} return.
 */
public class DataFileException extends IOException {

  private static final long serialVersionUID = 1L;

  private static final Pattern PARTS = Pattern.compile("(?s)(?:(.*?): )?found (.*), expected (.*)");

  private final String file;
  private final String problem;

  /** Creates an exception that names the file and the problem. */
  public DataFileException(Path file, String problem) {
    super(file + ": " + problem);
    this.file = file.toString();
    this.problem = problem;
  }

  /** Creates an exception that names the file and the problem, with a cause. */
  public DataFileException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file.toString();
    this.problem = problem;
  }

  /** Returns the file or folder that cannot be used. */
  public final Path file() {
    return Path.of(file);
  }

  /** Returns the message without the name of the file. */
  public final String problem() {
    return problem;
  }

  /** Returns where in the file the problem is, if the problem states it. */
  public final Optional<String> place() {
    return part(1);
  }

  /** Returns what was found, if the problem states it. */
  public final Optional<String> found() {
    return part(2);
  }

  /** Returns what was expected, if the problem states it. */
  public final Optional<String> expected() {
    return part(3);
  }

  private Optional<String> part(int group) {
    Matcher parts = PARTS.matcher(problem);
    return parts.matches() ? Optional.ofNullable(parts.group(group)) : Optional.empty();
  }
}
