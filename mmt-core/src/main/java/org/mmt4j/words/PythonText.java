package org.mmt4j.words;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * String functions of Python's {@code str}, for results that must equal those of the authors' code.
 *
 * <p>Both languages follow the Unicode Standard, but different versions (Java 17: 13, Python 3.8:
 * 12.1). Results may differ for characters that only one of them knows.
 */
public final class PythonText {

  private static final int CAPITAL_SIGMA = 'Σ';
  private static final int SMALL_SIGMA = 'σ';
  private static final int FINAL_SIGMA = 'ς';

  /**
   * Characters with the word-break property Single_Quote, MidNumLet or MidLetter. The casing of an
   * adjacent sigma ignores them.
   */
  private static final String INSIDE_WORDS =
      "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027"
          + "\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

  private PythonText() {}

  /**
   * Returns Python's {@code str.lower()}: the full lower case of the Unicode Standard, independent
   * of the locale.
   *
   * <p>As in Java, "İ" becomes an "i" and a combining dot (U+0307). "Σ" differs from Java and
   * follows the standard (Final_Sigma, section 3.13): it becomes "ς" if a cased letter precedes it
   * and none follows it, ignoring case-ignorable characters in between; otherwise "σ". Java applies
   * the same rule within word boundaries, and a digit is not a word boundary.
   */
  public static String lowerCase(String text) {
    return withSmallSigmas(text).toLowerCase(Locale.ROOT);
  }

  /**
   * Returns Python's {@code str.isalnum()} of one character: true for the categories L* (letters),
   * Nd (decimal digits), Nl (letter numbers, "Ⅳ") and No (other numbers, "²", "½"). False for
   * combining marks and connectors ("_").
   */
  public static boolean isAlphanumeric(int codePoint) {
    int type = Character.getType(codePoint);
    return Character.isLetter(codePoint)
        || type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  /**
   * Returns Python's {@code str.isalnum()}: true if the text is not empty and all characters are
   * alphanumeric.
   */
  public static boolean isAlphanumeric(String text) {
    return !text.isEmpty() && text.codePoints().allMatch(PythonText::isAlphanumeric);
  }

  private static String withSmallSigmas(String text) {
    if (text.indexOf(CAPITAL_SIGMA) < 0) {
      return text;
    }
    int[] codePoints = text.codePoints().toArray();
    StringBuilder small = new StringBuilder(text.length());
    for (int i = 0; i < codePoints.length; i++) {
      small.appendCodePoint(
          codePoints[i] == CAPITAL_SIGMA ? smallSigma(codePoints, i) : codePoints[i]);
    }
    return small.toString();
  }

  private static int smallSigma(int[] text, int position) {
    boolean endsWord = isNextCased(text, position, -1) && !isNextCased(text, position, 1);
    return endsWord ? FINAL_SIGMA : SMALL_SIGMA;
  }

  /** Whether the next character in a direction is cased, skipping case-ignorable characters. */
  private static boolean isNextCased(int[] text, int position, int step) {
    IntPredicate inside = i -> i >= 0 && i < text.length;
    int i = position + step;
    while (inside.test(i) && isCaseIgnorable(text[i])) {
      i += step;
    }
    return inside.test(i) && isCased(text[i]);
  }

  private static boolean isCased(int codePoint) {
    return Character.isLowerCase(codePoint)
        || Character.isUpperCase(codePoint)
        || Character.isTitleCase(codePoint);
  }

  private static boolean isCaseIgnorable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> INSIDE_WORDS.indexOf(codePoint) >= 0;
    };
  }
}
