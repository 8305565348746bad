package org.mmt4j.extract.subtitles;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/**
 * Notices text of another alphabet in an encoding of its own, such as GBK, Shift JIS or
 * Windows-1251, that was decoded as Windows-1252: most of its letters are signs beyond ASCII. In
 * languages that are written in Windows-1252, few are.
 */
final class UnknownEncoding {

  private static final int MIN_SIGNS = 8;
  private static final char FIRST_SIGN = 0x80;

  private final CharsetEncoder windows = Charset.forName("windows-1252").newEncoder();
  private int signs;
  private int others;

  /** Adds the text of a cue. */
  void add(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= FIRST_SIGN && windows.canEncode(c)) {
        signs++;
      } else if (Character.isLetter(c)) {
        others++;
      }
    }
  }

  /** Returns whether the encoding of the text added so far is unknown. */
  boolean isFound() {
    return signs >= MIN_SIGNS && signs > others;
  }
}
