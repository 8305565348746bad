package org.mmt4j.features;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.mmt4j.words.PythonText;
import org.mmt4j.words.StopWords;

/**
 * How the words of a caption become the sentence that a caption encoder reads, as in the authors'
 * loader: words that start at 500 s or later are dropped (with nothing left, the sentence is "."),
 * stop words too if wanted, the others truncated to a number of words, joined by blanks, stripped,
 * closed by a full stop unless the last character is one of {@code . ? !}, the first character put
 * in title case and all others in lower case.
 *
 * @param maxWords largest number of words kept, at least 1; the paper's is 30
 * @param removesStopWords whether {@link StopWords} are removed (paper, Table 1)
 */
public record CaptionRule(int maxWords, boolean removesStopWords) {

  /** The paper's setting for short videos: 30 words, stop words among them. */
  public static final CaptionRule PAPER = CaptionRule.ofWords(30);

  /** Published features of HowTo100M end there. */
  static final double LATEST_START = 500;

  public CaptionRule {
    if (maxWords < 1) {
      throw new IllegalArgumentException(
          "largest number of words of a caption: found " + maxWords + ", expected at least 1");
    }
  }

  /** A rule that keeps stop words. */
  public static CaptionRule ofWords(int maxWords) {
    return new CaptionRule(maxWords, false);
  }

  /** The same without stop words. */
  public CaptionRule withoutStopWords() {
    return new CaptionRule(maxWords, true);
  }

  /**
   * The sentence of a caption.
   *
   * @throws IllegalArgumentException if the caption holds nothing but white space
   */
  public String sentence(Caption caption) {
    List<String> early = caption.before(LATEST_START).words();
    List<String> words = removesStopWords && !early.isEmpty() ? StopWords.remove(early) : early;
    return joined(words.subList(0, Math.min(maxWords, words.size())));
  }

  /**
   * The second around which the authors put the clip of a caption: the middle between the least and
   * the greatest of its times. These are the first {@code maxWords} of start 0, end 0, start 1, end
   * 1, ...: with 30, those of 15 words. Without stop words it is the i-th of these numbers that
   * counts for word i. 0 where there are none.
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
   * @throws IllegalArgumentException if the caption holds nothing but white space
   */
  static void requireWords(Caption caption) {
    stripped(caption.words());
  }

  private static String joined(List<String> words) {
    String text = stripped(words);
    char last = text.charAt(text.length() - 1);
    boolean closed = last == '.' || last == '?' || last == '!';
    return capitalize(closed ? text : text + ".");
  }

  private static String stripped(List<String> words) {
    String text = strip(String.join(" ", words));
    if (text.isEmpty()) {
      throw new IllegalArgumentException("caption: found no words, expected at least one");
    }
    return text;
  }

  /** Python's {@code str.strip()}: its white space includes no-break spaces, Java's does not. */
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
   * Python's {@code str.capitalize()}. The whole text is put in lower case before its first
   * character is replaced, as that character counts for the decision whether a Greek sigma is a
   * final one.
   */
  private static String capitalize(String text) {
    String first = text.substring(0, text.offsetByCodePoints(0, 1));
    String lower = PythonText.lowerCase(text);
    return titleCase(first) + lower.substring(first.toLowerCase(Locale.ROOT).length());
  }

  /** Characters without a title case of their own ("ß") take their upper case, "Ss". */
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
