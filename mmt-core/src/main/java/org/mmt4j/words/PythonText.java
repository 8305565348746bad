package org.mmt4j.words;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Text as Python's {@code str} sees it, for code whose results must be those of the authors'.
 *
 * <p>Both languages follow the Unicode Standard, each its own version of it (Java 17: 13, Python
 * 3.8: 12.1): characters newer than either may be seen differently.
 */
public final class PythonText {

  private static final int CAPITAL_SIGMA = 'Σ';
  private static final int SMALL_SIGMA = 'σ';
  private static final int FINAL_SIGMA = 'ς';

  /**
   * Characters with the word-break property Single_Quote, MidNumLet or MidLetter, which the casing
   * of a sigma beside them overlooks.
   */
  private static final String INSIDE_WORDS =
      "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027"
          + "\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

  private PythonText() {}

  /**
   * Python's {@code str.lower()}: the Unicode Standard's full lower case, the same everywhere.
   *
   * <p>As in Java, "İ" becomes an "i" and a combining dot (U+0307). Unlike in Java, whether "Σ"
   * ends a word is decided as the standard says (Final_Sigma, section 3.13): "ς" if a cased letter
   * is before it and none after it, where only case-ignorable characters may stand between; else
   * "σ". Java asks for the same between the boundaries of a word, which digits do not end.
   */
  public static String lowerCase(String text) {
    return withSmallSigmas(text).toLowerCase(Locale.ROOT);
  }

  /**
   * Python's {@code str.isalnum()} of one character: the categories L* (letters), Nd (decimal
   * digits), Nl (letters as numbers, "Ⅳ") and No (other numbers, "²", "½"). Combining marks and
   * connectors ("_") are none of these.
   */
  public static boolean isAlphanumeric(int codePoint) {
    int type = Character.getType(codePoint);
    return Character.isLetter(codePoint)
        || type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  /** Python's {@code str.isalnum()}: there is a character, and all are alphanumeric. */
  public static boolean isAlphanumeric(String text) {
    return !text.isEmpty() && text.codePoints().allMatch(PythonText::isAlphanumeric);
  }

  private static String withSmallSigmas(String text) {
    if (text.indexOf(CAPITAL_SIGMA) < 0) {
      return text;
    }
    int[] all = text.codePoints().toArray();
    StringBuilder small = new StringBuilder(text.length());
    for (int i = 0; i < all.length; i++) {
      small.appendCodePoint(all[i] == CAPITAL_SIGMA ? smallSigma(all, i) : all[i]);
    }
    return small.toString();
  }

  private static int smallSigma(int[] text, int place) {
    boolean ends = casedNext(text, place, -1) && !casedNext(text, place, 1);
    return ends ? FINAL_SIGMA : SMALL_SIGMA;
  }

  /** Whether the first character in a direction that is not case-ignorable is cased. */
  private static boolean casedNext(int[] text, int place, int step) {
    IntPredicate inside = i -> i >= 0 && i < text.length;
    int i = place + step;
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
