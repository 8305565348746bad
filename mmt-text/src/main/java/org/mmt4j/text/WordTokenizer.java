package org.mmt4j.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mmt4j.words.PythonText;

/**
 * Splits a caption into words of a word list, as the authors' code does for word2vec and GloVe.
 *
 * <p>The caption is converted to lower case ({@link PythonText#lowerCase}) and split at spaces
 * (U+0020 only). Each piece keeps only its letters and digits ({@link
 * PythonText#isAlphanumeric(int)}): "don't" becomes "dont", and words separated by a tab are
 * joined. Pieces that are not in the list are dropped. If none remains, the caption is {@code
 * [UNK]}. There is no {@code [CLS]} and no {@code [SEP]}. A listed word with uppercase letters or
 * punctuation never matches.
 *
 * <p>Thread-safe.
 */
public final class WordTokenizer {

  private final List<String> words;
  private final Map<String, Integer> ids = new HashMap<>();

  /**
   * Creates a tokenizer.
   *
   * @param words the word list, as {@link WordVectors#words}: the id of a word is its first index
   * @throws IllegalArgumentException if the list does not contain {@code [UNK]}
   */
  public WordTokenizer(List<String> words) {
    this.words = List.copyOf(words);
    for (int id = 0; id < words.size(); id++) {
      ids.putIfAbsent(this.words.get(id), id);
    }
    if (!ids.containsKey(WordVectors.UNKNOWN)) {
      throw new IllegalArgumentException(
          "list of "
              + words.size()
              + " words: found no "
              + WordVectors.UNKNOWN
              + ", expected it in the list");
    }
  }

  /**
   * Returns the words of a caption that are in the list, in caption order, or only {@code [UNK]} if
   * there are none.
   */
  public List<String> tokens(String caption) {
    List<String> known =
        Arrays.stream(PythonText.lowerCase(caption).split(" ", -1))
            .map(WordTokenizer::alphanumeric)
            .filter(ids::containsKey)
            .toList();
    return known.isEmpty() ? List.of(WordVectors.UNKNOWN) : known;
  }

  /**
   * Returns the ids of the first {@link #tokens} of a caption.
   *
   * @param maxTokens maximum number of ids, at least 1
   * @return 1 to {@code maxTokens} ids, without padding
   */
  public int[] encode(String caption, int maxTokens) {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens: found " + maxTokens + ", expected at least 1");
    }
    return tokens(caption).stream().limit(maxTokens).mapToInt(ids::get).toArray();
  }

  /** Returns the word list. */
  public List<String> words() {
    return words;
  }

  private static String alphanumeric(String piece) {
    return piece
        .codePoints()
        .filter(PythonText::isAlphanumeric)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
