package org.mmt4j.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WordPieceVocabularyTest {

  private static final WordPieceVocabulary TINY =
      new WordPieceVocabulary(
          ImmutableList.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##b", "\"\\\u2028"),
          false);

  @ParameterizedTest
  @EnumSource(Pretrained.class)
  void pretrainedModelsHaveTheUncasedVocabulary(Pretrained model) throws IOException {
    WordPieceVocabulary vocabulary = model.vocabulary();
    assertEquals(30522, vocabulary.tokens().size());
    assertTrue(vocabulary.lowerCase());
    assertEquals(
        "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
        Hashing.sha256().hashString(lines(vocabulary), UTF_8).toString());
  }

  @Test
  void jsonRoundTripKeepsRulesAndAddedTokens() throws IOException {
    WordPieceVocabulary vocabulary =
        new WordPieceVocabulary(
            TINY.tokens(),
            true,
            false,
            false,
            List.of(new AddedToken("a", true, false, true, true, false)));
    assertEquals(
        vocabulary, WordPieceVocabulary.ofTokenizerJson(stream(vocabulary.toTokenizerJson())));
  }

  @Test
  void rejectsAnAddedTokenThatIsNoWordPiece() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new WordPieceVocabulary(
                    TINY.tokens(), true, true, true, List.of(AddedToken.special("x"))));
    assertEquals(
        "added token \"x\": found no such word piece, expected it in the vocabulary",
        e.getMessage());
  }

  @Test
  void rejectsMoreLinesThanAnyVocabularyHas() {
    IOException e =
        assertThrows(
            IOException.class,
            () -> WordPieceVocabulary.ofLines(stream("\n".repeat(4_000_001)), true));
    assertEquals("vocabulary: expected at most 4000000 lines, found more", e.getMessage());
  }

  @Test
  void readsTheSameVocabularyFromLinesAndJson() throws IOException {
    WordPieceVocabulary vocabulary = Pretrained.MINI_LM.vocabulary();
    assertEquals(vocabulary, WordPieceVocabulary.ofLines(stream(lines(vocabulary)), true));
  }

  @Test
  void jsonRoundTripKeepsTheVocabulary() throws IOException {
    String json = TINY.toTokenizerJson();
    assertEquals(TINY, WordPieceVocabulary.ofTokenizerJson(stream(json)));
  }

  @Test
  void readsLowerCaseFromTheNormalizer() throws IOException {
    String json = TINY.toTokenizerJson().replace("\"lowercase\":false", "\"lowercase\":true");
    assertTrue(WordPieceVocabulary.ofTokenizerJson(stream(json)).lowerCase());
    assertFalse(TINY.lowerCase());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "\"type\":\"WordPiece\",\"unk; \"type\":\"BPE\",\"unk;"
            + " tokenizer.json, /model/type: found \"BPE\", expected \"WordPiece\"",
        "\"clean_text\":true; \"clean_text\":false;"
            + " tokenizer.json, /normalizer/clean_text: found false, expected true",
        "\"clean_text\":true,; ;"
            + " tokenizer.json, /normalizer/clean_text: missing, expected true",
        "\"lowercase\":false; \"lowercase\":7;"
            + " field lowercase: found 7, expected true or false",
        "\"a\":5; \"a\":65544;"
            + " tokenizer.json, id of \"a\": found 65544, expected an integer from 0 to 65543",
        "\"a\":5; \"a\":\"x\";"
            + " tokenizer.json, id of \"a\": found \"x\", expected an integer from 0 to 65543",
        "\"a\":5; \"a\":6;"
            + " tokenizer.json, id 6: found for both \"a\" and \"##b\", expected unique ids",
      })
  void rejectsDifferentTypesOfTokenizers(String found, String replacement, String message) {
    String json = TINY.toTokenizerJson();
    assertTrue(json.contains(found), json);
    String other = json.replace(found, replacement == null ? "" : replacement);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> WordPieceVocabulary.ofTokenizerJson(stream(other)));
    assertEquals(message, e.getMessage());
  }

  @Test
  void rejectsTruncatedJson() {
    String json = TINY.toTokenizerJson();
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                WordPieceVocabulary.ofTokenizerJson(stream(json.substring(0, json.length() / 2))));
    assertTrue(
        e.getMessage().startsWith("tokenizer.json: not JSON or truncated: "), e.getMessage());
  }

  @Test
  void rejectsADuplicateKey() {
    String json = TINY.toTokenizerJson().replace("\"a\":5", "\"a\":5,\"a\":5");
    IOException e =
        assertThrows(IOException.class, () -> WordPieceVocabulary.ofTokenizerJson(stream(json)));
    assertTrue(e.getMessage().contains("Duplicate field 'a'"), e.getMessage());
  }

  @Test
  void rejectsAnEndlessFileBeforeMemoryIsExhausted() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            Arrays.fill(target, offset, offset + length, (byte) 'a');
            return length;
          }
        };
    IOException e =
        assertThrows(IOException.class, () -> WordPieceVocabulary.ofLines(endless, true));
    assertEquals("vocabulary: expected at most 67108864 bytes, found more", e.getMessage());
  }

  @Test
  void rejectsBytesThatAreNotUtf8() {
    InputStream latin = new ByteArrayInputStream(new byte[] {'a', (byte) 0xe4, '\n'});
    IOException e = assertThrows(IOException.class, () -> WordPieceVocabulary.ofLines(latin, true));
    assertEquals("vocabulary: found bytes that are not UTF-8, expected UTF-8 text", e.getMessage());
  }

  @Test
  void rejectsADuplicateWordPiece() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new WordPieceVocabulary(
                    ImmutableList.<String>builder()
                        .addAll(WordPieceVocabulary.SPECIAL)
                        .add("a", "a")
                        .build(),
                    true));
    assertEquals(
        "word piece \"a\": found a duplicate, ids 5 and 6, expected unique word pieces",
        e.getMessage());
  }

  @Test
  void usesTheLastLineOfADuplicateWordPiece() throws IOException {
    InputStream lines = stream("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\na\n");
    WordPieceVocabulary vocabulary = WordPieceVocabulary.ofLines(lines, true);
    assertEquals(8, vocabulary.tokens().size());
    try (WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary)) {
      assertEquals(List.of(2, 7, 6, 1, 3), tokenizer.encode("a b line", 9).ids());
    }
  }

  @Test
  void rejectsAnEmptyWordPiece() {
    assertRejected(
        "[PAD]\n\n[UNK]\n", "word piece 1: found empty text, expected at least one character");
  }

  @Test
  void rejectsAMissingSpecialWordPiece() {
    assertRejected(
        "[PAD]\n[UNK]\n[CLS]\na\n",
        "vocabulary of 4 word pieces: found no [SEP], expected all of"
            + " [[PAD], [UNK], [CLS], [SEP], [MASK]]");
  }

  private static void assertRejected(String lines, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> WordPieceVocabulary.ofLines(stream(lines), true));
    assertEquals(message, e.getMessage());
  }

  private static String lines(WordPieceVocabulary vocabulary) {
    return String.join("\n", vocabulary.tokens()) + "\n";
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
