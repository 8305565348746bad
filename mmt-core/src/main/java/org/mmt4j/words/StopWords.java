package org.mmt4j.words;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Drops the words of a caption that say little, as the authors' option {@code remove_stop_words}
 * does; no published configuration switches it on.
 *
 * <p>A word's bare form is the word in lower case without any {@code . , ? !}. A word is dropped if
 * its bare form is one of 370 English words, or is empty or holds anything but letters and digits:
 * "dog's", "well-made" and "don't" are dropped, too. Other words are replaced by their bare form.
 *
 * <p>The authors' loader does this to the words that a caption is made of, after words are chosen
 * by their time and before they are truncated to a number of words.
 */
public final class StopWords {

  private static final String LIST = "stop_words.txt";

  private static final ImmutableSet<String> WORDS = read();

  private StopWords() {}

  /**
   * What is left of a caption.
   *
   * @return bare forms in the caption's order, or "." alone if no word is left
   */
  public static ImmutableList<String> remove(List<String> words) {
    ImmutableList<String> left =
        words.stream()
            .filter(word -> !isStopWord(word))
            .map(StopWords::bare)
            .collect(ImmutableList.toImmutableList());
    return left.isEmpty() ? ImmutableList.of(".") : left;
  }

  /** Whether {@link #remove} drops a word. */
  public static boolean isStopWord(String word) {
    String bare = bare(word);
    return WORDS.contains(bare) || !PythonText.isAlphanumeric(bare);
  }

  private static String bare(String word) {
    return PythonText.lowerCase(word.replaceAll("[.,?!]", ""));
  }

  private static ImmutableSet<String> read() {
    try {
      return ImmutableSet.copyOf(
          Resources.readLines(
              requireNonNull(StopWords.class.getResource(LIST), LIST), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
