package org.mmt4j.features;

import java.util.Optional;
import java.util.OptionalInt;

/** Checks ids of videos. A safe id is the name of one file in its folder. */
final class VideoIds {

  private static final String FORBIDDEN = "/\\:*?\"<>|";

  private VideoIds() {}

  /** Returns whether {@code id} with any extension is a valid file name on every system. */
  static boolean isSafe(String id) {
    return problem(id).isEmpty();
  }

  /** Returns what is expected of an id that is not safe; empty if it is safe. */
  static Optional<String> problem(String id) {
    if (id.isEmpty()) {
      return Optional.of("expected a safe file name");
    }
    if (id.startsWith(".")) {
      return Optional.of("expected a safe file name, without a dot at its start");
    }
    if (id.contains("..")) {
      return expectedWithout("two dots in a row", id.substring(0, id.indexOf("..")));
    }
    OptionalInt unsafe = id.codePoints().filter(VideoIds::isUnsafe).findFirst();
    return unsafe.isEmpty()
        ? Optional.empty()
        : expectedWithout(
            displayName(unsafe.getAsInt()), id.substring(0, id.indexOf(unsafe.getAsInt())));
  }

  private static Optional<String> expectedWithout(String what, String before) {
    int position = before.codePointCount(0, before.length()) + 1;
    return Optional.of(
        "expected a safe file name, without " + what + " (at character " + position + ")");
  }

  /** Returns whether a character is unsafe. A lone half of a surrogate pair is. */
  private static boolean isUnsafe(int c) {
    return FORBIDDEN.indexOf(c) >= 0
        || Character.isISOControl(c)
        || Character.getType(c) == Character.SURROGATE;
  }

  private static String displayName(int c) {
    return FORBIDDEN.indexOf(c) >= 0 ? Character.toString(c) : "U+%04X".formatted(c);
  }
}
