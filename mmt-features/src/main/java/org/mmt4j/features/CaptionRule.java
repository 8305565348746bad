package org.mmt4j.features;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.mmt4j.words.PythonText;
import org.mmt4j.words.StopWords;

/**
 * A rule that converts the words of a caption to the sentence that a caption encoder reads, with
 * the steps of the reference loader:
 *
 * <ol>
 *   <li>drop words that start at 500 s or later; if no word remains, the sentence is ".";
 *   <li>drop stop words, if {@code removesStopWords};
 *   <li>truncate to {@code maxWords} words;
 *   <li>join the words with blanks and strip white space;
 *   <li>append a full stop unless the last character is one of {@code . ? !};
 *   <li>convert the first character to title case and all others to lower case.
 * </ol>
 *
 * @param maxWords maximum number of words, at least 1; the paper uses 30
 * @param removesStopWords whether {@link StopWords} are removed (paper, Table 1)
 */
public record CaptionRule(int maxWords, boolean removesStopWords) {

  /** The setting of the paper for short videos: 30 words, with stop words. */
  public static final CaptionRule PAPER = CaptionRule.ofWords(30);

  /** The second at which the published features of HowTo100M end. */
  static final double LATEST_START = 500;

  public CaptionRule {
    if (maxWords < 1) {
      throw new IllegalArgumentException(
          "maximum number of words of a caption: found " + maxWords + ", expected at least 1");
    }
  }

  /** Returns a rule that keeps stop words. */
  public static CaptionRule ofWords(int maxWords) {
    return new CaptionRule(maxWords, false);
  }

  /** Returns the same rule, but without stop words. */
  public CaptionRule withoutStopWords() {
    return new CaptionRule(maxWords, true);
  }

  /**
   * Returns the sentence of a caption.
   *
   * @throws IllegalArgumentException if the caption has only white space
   */
  public String sentence(Caption caption) {
    List<String> early = caption.before(LATEST_START).words();
    List<String> words = removesStopWords && !early.isEmpty() ? StopWords.remove(early) : early;
    return toSentence(words.subList(0, Math.min(maxWords, words.size())));
  }

  /**
   * Returns the second at the center of the clip of a caption, as the reference computes it: the
   * mean of the minimum and the maximum of a list of times, or 0 if the list is empty. The list has
   * the first {@code maxWords} entries of start 0, end 0, start 1, end 1, ...: with 30 entries, the
   * times of 15 words. If stop words are removed, word i selects entry i of this list, not its own
   * times.
   */
  double middle(Caption caption) {
    List<String> words = caption.words();
    DoubleSummaryStatistics times =
        IntStream.range(0, removesStopWords ? words.size() : 2 * words.size())
            .filter(i -> !removesStopWords || !StopWords.isStopWord(words.get(i)))
            .limit(maxWords)
            .mapToDouble(i -> i % 2 == 0 ? caption.start(i / 2) : caption.end(i / 2))
            .summaryStatistics();
    return times.getCount() == 0 ? 0 : (times.getMin() + times.getMax()) / 2;
  }

  /**
   * Requires at least one word.
   *
   * @throws IllegalArgumentException if the caption has only white space
   */
  static void requireWords(Caption caption) {
    joinAndStrip(caption.words());
  }

  private static String toSentence(List<String> words) {
    String text = joinAndStrip(words);
    char last = text.charAt(text.length() - 1);
    boolean ended = last == '.' || last == '?' || last == '!';
    return capitalize(ended ? text : text + ".");
  }

  private static String joinAndStrip(List<String> words) {
    String text = strip(String.join(" ", words));
    if (text.isEmpty()) {
      throw new IllegalArgumentException("caption: found no words, expected at least one");
    }
    return text;
  }

  /** Applies Python's {@code str.strip()}, which strips no-break spaces; Java's does not. */
  private static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isPythonSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isPythonSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isPythonSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  /**
   * Applies Python's {@code str.capitalize()}. Converts the whole text to lower case before it
   * replaces the first character, because that character affects the form of a Greek sigma.
   */
  private static String capitalize(String text) {
    String first = text.substring(0, text.offsetByCodePoints(0, 1));
    String lower = PythonText.lowerCase(text);
    return titleCase(first) + lower.substring(first.toLowerCase(Locale.ROOT).length());
  }

  /**
   * Returns the title case of a character. Characters without a title case of their own ("ß") use
   * their upper case, "Ss".
   */
  private static String titleCase(String character) {
    int codePoint = character.codePointAt(0);
    String upper = character.toUpperCase(Locale.ROOT);
    boolean oneCharacter = upper.codePointCount(0, upper.length()) == 1;
    if (oneCharacter || Character.toTitleCase(codePoint) != codePoint) {
      return Character.toString(Character.toTitleCase(codePoint));
    }
    int second = upper.offsetByCodePoints(0, 1);
    return upper.substring(0, second) + upper.substring(second).toLowerCase(Locale.ROOT);
  }
}
