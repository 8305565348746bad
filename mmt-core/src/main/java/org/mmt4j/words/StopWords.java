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
 * Removes stop words from captions, as the authors' option {@code remove_stop_words} does. No
 * published configuration enables it.
 *
 * <p>The bare form of a word is the word in lower case without any {@code . , ? !}. A word is
 * dropped if its bare form is one of 370 English words, is empty, or contains a character that is
 * not a letter or digit: "dog's", "well-made" and "don't" are dropped, too. All other words are
 * replaced by their bare form.
 *
 * <p>The authors' loader does this after it selects the words of a caption by time, and before it
 * truncates them to a number of words.
 */
public final class StopWords {

  private static final String LIST = "stop_words.txt";

  private static final ImmutableSet<String> WORDS = read();

  private StopWords() {}

  /**
   * Returns the remaining words of a caption.
   *
   * @return the bare forms in order, or only "." if no word remains
   */
  public static List<String> remove(List<String> words) {
    ImmutableList<String> remaining =
        words.stream()
            .filter(word -> !isStopWord(word))
            .map(StopWords::bare)
            .collect(ImmutableList.toImmutableList());
    return remaining.isEmpty() ? ImmutableList.of(".") : remaining;
  }

  /** Returns whether {@link #remove} drops a word. */
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
