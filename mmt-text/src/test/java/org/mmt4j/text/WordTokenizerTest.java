package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WordTokenizerTest {

  private static final ImmutableList<String> WORDS =
      ImmutableList.of(
          "[PAD]", "[UNK]", "a", "dog", "οδος", "ab", "don't", "Dog", "x²", "[UNK]", "a");

  private final WordTokenizer tokenizer = new WordTokenizer(WORDS);

  @Test
  void splitsAtSpacesOnly() {
    assertEquals(List.of("a", "ab", "ab", "ab"), tokenizer.tokens(" a  a\tb a\nb a\u00a0b "));
  }

  @Test
  void listedWordsWithUppercaseLettersOrPunctuationNeverMatch() {
    assertEquals(List.of("[UNK]"), tokenizer.tokens("don't"));
    assertEquals(List.of("dog"), tokenizer.tokens("Dog"));
  }

  @Test
  void lowerCasesASigmaAtTheEndOfAWordToFinalSigma() {
    assertEquals(List.of("οδος"), tokenizer.tokens("ΟΔΟΣ."));
  }

  @Test
  void idOfAWordIsItsFirstIndex() {
    assertArrayEquals(new int[] {2, 3, 2}, tokenizer.encode("A dog, a cat.", 9));
    assertArrayEquals(new int[] {1}, tokenizer.encode("cat", 9));
  }

  @Test
  void truncatesLongCaptions() {
    assertArrayEquals(new int[] {2, 3}, tokenizer.encode("a cat dog a dog", 2));
  }

  /** As in the authors' code. */
  @Test
  void findsAnEmptyWordBetweenSpaces() {
    WordTokenizer empty = new WordTokenizer(ImmutableList.of("[PAD]", "[UNK]", "", "a"));
    assertEquals(List.of("a", "", "a"), empty.tokens("a - a"));
  }

  @Test
  void rejectsInvalidArguments() {
    assertEquals(
        "maxTokens: found 0, expected at least 1",
        assertThrows(IllegalArgumentException.class, () -> tokenizer.encode("a", 0)).getMessage());
    assertEquals(
        "list of 1 words: found no [UNK], expected it in the list",
        assertThrows(IllegalArgumentException.class, () -> new WordTokenizer(ImmutableList.of("a")))
            .getMessage());
  }

  @Property(tries = 2000, seed = "20200821")
  void encodesAnyCaptionAsWordsOfTheList(
      @ForAll String caption, @ForAll @IntRange(min = 1) int maxTokens) {
    int[] ids = tokenizer.encode(caption + " A", maxTokens);
    assertTrue(ids.length >= 1 && ids.length <= maxTokens);
    assertTrue(Arrays.stream(ids).allMatch(id -> id >= 1 && id < WORDS.size()));
  }
}
