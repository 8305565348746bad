package org.mmt4j.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with Python 3.11. */
class PythonTextTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "Σ,σ",
        "ΑΣ,ας",
        "ΑΣ ΒΣ,ας βς",
        "ΑΣΑ,ασα",
        "ΣΣ,σς",
        "1Σ,1σ",
        "中Σ,中σ",
        // uncased characters end a word
        "Α1Σ,α1σ",
        "Α-Σ,α-σ",
        "ΑΣ-Β,ας-β",
        "ΑΣ1Β,ας1β",
        // case-ignorable characters do not end a word
        "Α'Σ,α'ς",
        "ΑΣ.,ας.",
        "ΑΣ.Β,ασ.β",
        "ΑΣ:Β,ασ:β",
        "Α\u0301Σ,α\u0301ς",
        "ΑΣ\u0301,ας\u0301",
        "ΑΣ\u0301Α,ασ\u0301α",
        "ʰΣ,ʰσ",
        // code points beyond 16 bits, and a letter that becomes two
        "\uD835\uDC00Σ,\uD835\uDC00ς",
        "ΑΣ\uD835\uDC00,ασ\uD835\uDC00",
        "İΣ,i\u0307ς"
      })
  void finalSigmaMatchesPython(String text, String lower) {
    assertEquals(lower, PythonText.lowerCase(text));
  }

  @ParameterizedTest
  @CsvSource({"İSTANBUL,i\u0307stanbul", "I,i", "ẞ,ß", "ǅ,ǆ", "ϴ,θ", "K,k", "Ⅳ,ⅳ"})
  void lowerCaseIsFullLowerCase(String text, String lower) {
    assertEquals(lower, PythonText.lowerCase(text));
  }

  @Test
  void lowerCaseDoesNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertEquals("title", PythonText.lowerCase("TITLE"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "é", "²", "½", "Ⅳ", "①", "٣", "中", "ʰ", "ª", "〇", "𝟘"})
  void acceptsLettersAndNumbersOfAnyScript(String character) {
    assertTrue(PythonText.isAlphanumeric(character));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "_", "'", "-", ".", "\u0301", "€", "\u200d", "\uD800", "a b"})
  void rejectsOtherCharacters(String text) {
    assertFalse(PythonText.isAlphanumeric(text));
  }

  @Property(tries = 1000, seed = "20200821")
  void lowerCaseTreatsWordsSeparately(
      @ForAll @CharRange(from = 'Α', to = 'Ω') String left, @ForAll String right) {
    assertEquals(
        PythonText.lowerCase(left) + " " + PythonText.lowerCase(right),
        PythonText.lowerCase(left + " " + right));
  }
}
