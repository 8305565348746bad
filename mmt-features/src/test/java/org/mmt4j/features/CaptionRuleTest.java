package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionRuleTest {

  /** Expected values come from Python's {@code str.capitalize()}. */
  @ParameterizedTest
  @CsvSource({
    "a DOG, A dog.",
    "ÉCOLE Été, École été.",
    "ßstraße, Ssstraße.",
    "ǆ, ǅ.",
    "ﬁsh, Fish.",
    "ΟΔΥΣΣΕΥΣ, Οδυσσευς.",
    "ΑΣ, Ας.",
    "Α1Σ, Α1σ.",
    "ΣΑΣ ΑΣ-Β, Σας ας-β.",
    "ΑΣ.Β, Ασ.β.",
    "Σ, Σ.",
    "İstanbul İ, İstanbul i̇.",
    "𐐨𐐀, 𐐀𐐨.",
    "2 DOGS!, 2 dogs!",
    "why?, Why?"
  })
  void capitalizesLikePython(String words, String sentence) {
    assertEquals(sentence, CaptionRule.PAPER.sentence(Caption.of(words.split(" "))));
  }

  @Test
  void truncatesToTheMaximumNumberOfWords() {
    assertEquals("A b.", CaptionRule.ofWords(2).sentence(Caption.of("a", "b", "c")));
  }

  @Test
  void dropsWordsFrom500SecondsBeforeItTruncates() {
    Caption caption =
        new Caption(
            ImmutableList.of("late", "a", "dog", "barks"), Optional.of(times(500, 499.9, 0, 3)));
    assertEquals("A dog.", CaptionRule.ofWords(2).sentence(caption));
  }

  @Test
  void captionWithOnlyLateWordsBecomesAFullStop() {
    Caption caption = new Caption(ImmutableList.of("late"), Optional.of(times(600)));
    assertEquals(".", CaptionRule.PAPER.sentence(caption));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\u00a0\u2003", "\t\n\u0085"})
  void rejectsCaptionWithoutWords(String blank) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> CaptionRule.PAPER.sentence(Caption.of(blank)));
    assertEquals("caption: found no words, expected at least one", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> CaptionRule.PAPER.sentence(Caption.of()));
  }

  @Test
  void rejectsInvalidSettings() {
    IllegalArgumentException words =
        assertThrows(IllegalArgumentException.class, () -> CaptionRule.ofWords(0));
    assertEquals(
        "maximum number of words of a caption: found 0, expected at least 1", words.getMessage());
    IllegalArgumentException starts =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Caption(ImmutableList.of("a"), Optional.of(times(1, 2))));
    assertEquals(
        "times of words: found 2, expected one for each of the 1 words", starts.getMessage());
  }

  @Property(tries = 500, seed = "5")
  void ruleIsIdempotent(@ForAll String words) {
    try {
      String sentence = CaptionRule.PAPER.sentence(Caption.of("a", words));
      assertEquals(sentence, CaptionRule.PAPER.sentence(Caption.of(sentence)));
    } catch (IllegalArgumentException e) {
      throw new AssertionError("rejected: " + words, e);
    }
  }

  private static WordTimes times(double... starts) {
    return WordTimes.of(starts, starts);
  }
}
