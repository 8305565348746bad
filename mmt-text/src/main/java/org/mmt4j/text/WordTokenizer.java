package org.mmt4j.text;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.mmt4j.words.PythonText;

/**
 * Splits a caption into words of a list, as the authors' code does for word2vec and GloVe.
 *
 * <p>The caption is put in lower case ({@link PythonText#lowerCase}) and split at blanks, U+0020
 * only. Of each piece only letters and digits stay ({@link PythonText#isAlphanumeric(int)}), so
 * "don't" is "dont", and a tab joins the words beside it. Pieces that are not in the list vanish;
 * if none is left, the caption is {@code [UNK]}. There is no {@code [CLS]} and no {@code [SEP]}.
 * Words of the list with capitals or punctuation are never found.
 *
 * <p>Safe for use by many threads.
 */
public final class WordTokenizer {

  private final ImmutableList<String> words;
  private final Map<String, Integer> ids = new HashMap<>();

  /**
   * A tokenizer.
   *
   * @param words the list, as {@link WordVectors#words}: the id of a word is its first place
   * @throws IllegalArgumentException if {@code [UNK]} is not in it
   */
  public WordTokenizer(ImmutableList<String> words) {
    this.words = words;
    for (int id = 0; id < words.size(); id++) {
      ids.putIfAbsent(words.get(id), id);
    }
    if (!ids.containsKey(WordVectors.UNKNOWN)) {
      throw new IllegalArgumentException(
          "list of "
              + words.size()
              + " words: found no "
              + WordVectors.UNKNOWN
              + ", expected it among them");
    }
  }

  /** All words of a caption that are in the list, in its order, or {@code [UNK]} alone. */
  public ImmutableList<String> tokens(String caption) {
    ImmutableList<String> known =
        Arrays.stream(PythonText.lowerCase(caption).split(" ", -1))
            .map(WordTokenizer::alphanumeric)
            .filter(ids::containsKey)
            .collect(ImmutableList.toImmutableList());
    return known.isEmpty() ? ImmutableList.of(WordVectors.UNKNOWN) : known;
  }

  /**
   * Ids of the first {@link #tokens} of a caption.
   *
   * @param maxTokens largest number of ids, at least 1
   * @return 1 to {@code maxTokens} ids, no padding
   */
  public ImmutableIntArray encode(String caption, int maxTokens) {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens: found " + maxTokens + ", expected at least 1");
    }
    return ImmutableIntArray.copyOf(tokens(caption).stream().limit(maxTokens).mapToInt(ids::get));
  }

  /** The list. */
  public ImmutableList<String> words() {
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
