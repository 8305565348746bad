package org.mmt4j.features;

import java.util.Optional;
import java.util.OptionalInt;

/** Which names of videos are taken: those that are the name of one file, inside its folder. */
final class VideoIds {

  private static final String NOT_IN_NAMES = "/\\:*?\"<>|";

  private VideoIds() {}

  /** Whether {@code id} with any ending is a file's name on every system. */
  static boolean isSafe(String id) {
    return problem(id).isEmpty();
  }

  /** Why not, as what is expected; empty if it is. */
  static Optional<String> problem(String id) {
    if (id.isEmpty()) {
      return Optional.of("expected a safe file name");
    }
    if (id.startsWith(".")) {
      return Optional.of("expected a safe file name, without a dot at its start");
    }
    if (id.contains("..")) {
      return without("two dots in a row", id.substring(0, id.indexOf("..")));
    }
    OptionalInt unsafe = id.codePoints().filter(VideoIds::isUnsafe).findFirst();
    return unsafe.isEmpty()
        ? Optional.empty()
        : without(named(unsafe.getAsInt()), id.substring(0, id.indexOf(unsafe.getAsInt())));
  }

  private static Optional<String> without(String what, String before) {
    int place = before.codePointCount(0, before.length()) + 1;
    return Optional.of(
        "expected a safe file name, without " + what + " (at character " + place + ")");
  }

  /** Halves of surrogate pairs are no characters. */
  private static boolean isUnsafe(int c) {
    return NOT_IN_NAMES.indexOf(c) >= 0
        || Character.isISOControl(c)
        || Character.getType(c) == Character.SURROGATE;
  }

  private static String named(int c) {
    return NOT_IN_NAMES.indexOf(c) >= 0 ? Character.toString(c) : "U+%04X".formatted(c);
  }
}
