package org.mmt4j.text;

import com.google.common.base.Ascii;

/** Text of a file as messages show it. */
final class Shown {

  private static final int LONGEST = 60;

  private Shown() {}

  /** Its beginning. */
  static String of(String text) {
    return Ascii.truncate(text, LONGEST, "...");
  }
}
