package org.mmt4j.text;

import com.google.common.base.Ascii;

/** Shortens text of a file for messages. */
final class Excerpt {

  private static final int MAX_LENGTH = 60;

  private Excerpt() {}

  /** Returns the first 60 characters. */
  static String of(String text) {
    return Ascii.truncate(text, MAX_LENGTH, "...");
  }
}
