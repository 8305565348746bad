package org.mmt4j.extract.subtitles;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time span of a cue in seconds, as a file states it: the end may be before the start, and both
 * before 0.
 */
record CueTime(double start, double end) {

  /** {@code 01:02:03,450}, {@code 02:03.450} or {@code 1:02:03.45}. */
  private static final String TIME = "-?(?:\\d{1,9}:)?\\d{1,9}:\\d{1,9}(?:[.,]\\d{1,9})?";

  private static final Pattern PARTS =
      Pattern.compile("(-?)(?:(\\d+):)?(\\d+):(\\d+(?:[.,]\\d+)?)");
  private static final Pattern LINE =
      Pattern.compile("(" + TIME + ")-{1,3}>(" + TIME + ").*", Pattern.DOTALL);

  /** Parses a line {@code 00:00:01,000 --> 00:00:02,000}; what follows the times is ignored. */
  static Optional<CueTime> parse(String line) {
    if (!line.contains(">")) {
      return Optional.empty();
    }
    Matcher times = LINE.matcher(line.replace(" ", "").replace("\t", ""));
    return times.matches()
        ? Optional.of(new CueTime(second(times.group(1)), second(times.group(2))))
        : Optional.empty();
  }

  /** Returns a time in seconds; NaN if it is none. */
  static double second(String text) {
    Matcher time = PARTS.matcher(text.strip());
    if (!time.matches()) {
      return Double.NaN;
    }
    double second =
        3600 * number(time.group(2)) + 60 * number(time.group(3)) + number(time.group(4));
    return time.group(1).isEmpty() ? second : -second;
  }

  private static double number(@Nullable String digits) {
    return digits == null ? 0 : Double.parseDouble(digits.replace(',', '.'));
  }
}
