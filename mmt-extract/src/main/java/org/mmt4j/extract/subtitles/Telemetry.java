package org.mmt4j.extract.subtitles;

import com.google.common.base.Splitter;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes tracks of telemetry: cameras, drones and dashcams write their position, speed and
 * settings as subtitles. Such a track consists of readings: cues with at least three numbers that
 * have a name, or cues with a clock time, a coordinate or a speed whose other words do not change.
 * Spoken numbers, as in a countdown, a lesson or a list of prices, have neither.
 */
final class Telemetry {

  /** Share of cues that are readings. */
  private static final double SHARE = 0.8;

  private static final int NAMED_NUMBERS = 3;
  private static final int DECIMALS = 4;

  /** Characters of a cue that are looked at, and templates that are kept. */
  private static final int MAX_CHARACTERS = 1000;

  private static final int MAX_TEMPLATES = 1000;

  /** {@code iso: 100}, {@code HOME(149.02}, {@code x=-3}. */
  private static final Pattern NAMED =
      Pattern.compile("\\p{L}[\\p{L}\\p{N}_.]{0,30}\"? ?[:=(] ?[-+.]?\\d");

  /** A part between commas or brackets: {@code ISO 100}, {@code F/2.8}, {@code H 6.00m}. */
  private static final Pattern NAMED_PART =
      Pattern.compile("\\p{L}[\\p{L}./]{0,30}[ :=/]{0,3}[-+]?\\d[\\d.,/:]*[ ]?[\\p{L}/%°]{0,5}");

  private static final Splitter PARTS =
      Splitter.onPattern("[,;|\n\\[\\](){}]").trimResults().omitEmptyStrings();

  private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
  private static final Pattern CLOCK = Pattern.compile("\\b\\d{1,2}:\\d{2}:\\d{2}\\b");
  private static final Pattern COORDINATE = Pattern.compile("\\d\\.\\d{4}");
  private static final Pattern SPEED =
      Pattern.compile("\\d ?(km/?h|kph|mph|m/s|kn|knots)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern DECIMAL = Pattern.compile("\\d\\.\\d");
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+([.,:/-]\\d+)*");

  private final Multiset<String> templates = HashMultiset.create();
  private int cues;
  private int named;
  private int readings;

  /** Adds the plain text of a cue. */
  void add(String text) {
    String start = text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
    cues++;
    boolean namesNumbers = isNamed(start);
    named += namesNumbers ? 1 : 0;
    readings += namesNumbers || isMeasured(start) ? 1 : 0;
    if (templates.elementSet().size() < MAX_TEMPLATES) {
      templates.add(NUMBER.matcher(start).replaceAll("#").toLowerCase(Locale.ROOT));
    }
  }

  private static boolean isNamed(String text) {
    if (count(NAMED, text) >= NAMED_NUMBERS) {
      return true;
    }
    int parts = 0;
    int words = 0;
    for (String part : PARTS.split(text)) {
      if (NAMED_PART.matcher(part).matches()) {
        parts++;
      } else {
        words += count(WORD, part);
      }
    }
    return parts >= NAMED_NUMBERS && words <= parts;
  }

  private static boolean isMeasured(String text) {
    return CLOCK.matcher(text).find()
        || COORDINATE.matcher(text).find()
        || SPEED.matcher(text).find()
        || count(DECIMAL, text) >= DECIMALS;
  }

  private static int count(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    int count = 0;
    while (found.find()) {
      count++;
    }
    return count;
  }

  /** Returns whether the cues so far are telemetry. */
  boolean isFound() {
    int repeated =
        templates.entrySet().stream()
            .mapToInt(Multiset.Entry::getCount)
            .filter(count -> count > 1)
            .sum();
    double enough = SHARE * cues;
    return cues > 0 && (named >= enough || (readings >= enough && repeated >= enough));
  }
}
