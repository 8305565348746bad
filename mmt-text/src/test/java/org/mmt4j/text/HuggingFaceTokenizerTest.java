package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.io.DataFileException;

class HuggingFaceTokenizerTest {

  private static final List<String> TOKENS = new ArrayList<>(TinyBert.VOCABULARY.tokens());

  static {
    TOKENS.addAll(List.of("\u00fcber", "uber", "\u72d7", "New"));
  }

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    TinyHuggingFace.write(directory, TinyBert.weights().tensors());
    Files.write(directory.resolve("vocab.txt"), TOKENS);
  }

  @Test
  void accentsFollowLowerCasingUnlessTheyHaveARuleOfTheirOwn() throws IOException {
    assertEquals(List.of("uber"), words("\u00dcber"));
    config("{\"do_lower_case\": true, \"strip_accents\": false}");
    assertEquals(List.of("\u00fcber"), words("\u00dcber"));
    config("{\"do_lower_case\": true, \"strip_accents\": null}");
    assertEquals(List.of("uber"), words("\u00dcber"));
    config("{\"do_lower_case\": false, \"strip_accents\": true}");
    assertEquals(List.of("uber"), words("\u00fcber"));
  }

  @Test
  void chineseCharactersAreSplitUnlessTheRuleSaysOtherwise() throws IOException {
    assertEquals(List.of("\u72d7", "dog"), words("\u72d7dog"));
    config("{\"tokenize_chinese_chars\": false}");
    assertEquals(List.of("[UNK]"), words("\u72d7dog"));
  }

  /** As in BertTokenizerFast. */
  @Test
  void rulesOfTokenizerConfigReplaceThoseOfTokenizerJson() throws IOException {
    Files.writeString(
        directory.resolve("tokenizer.json"),
        new WordPieceVocabulary(TOKENS, true, false, true, List.of()).toTokenizerJson());
    assertEquals(List.of("\u00fcber"), words("\u00dcber"));
    config("{\"strip_accents\": true}");
    assertEquals(List.of("uber"), words("\u00dcber"));
    config("{\"do_lower_case\": false}");
    assertEquals(List.of("New"), words("New"));
  }

  @Test
  void wordsThatAreNeverSplitKeepTheirLetters() throws IOException {
    config("{\"never_split\": [\"New\", \"unknown\"]}");
    assertEquals(List.of("New", "dog"), words("New DOG"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "added_tokens.json; {\"[VIDEO]\": 15}",
        "special_tokens_map.json; {\"additional_special_tokens\": [\"[VIDEO]\"]}",
        "tokenizer_config.json; {\"additional_special_tokens\": [{\"content\": \"[VIDEO]\"}]}",
        "tokenizer_config.json;"
            + " {\"added_tokens_decoder\": {\"15\": {\"content\": \"[VIDEO]\", \"special\": true}}}",
      })
  void addedTokensAreFoundInTheText(String file, String json) throws IOException {
    Files.writeString(directory.resolve(file), json);
    WordPieceVocabulary vocabulary = HuggingFaceBert.vocabulary(directory);
    assertEquals(15, vocabulary.tokens().indexOf("[VIDEO]"));
    assertEquals(List.of("a", "[VIDEO]", "dog"), words("a [VIDEO] dog"));
    try (WordPieceTokenizer tokenizer =
        new WordPieceTokenizer(
            WordPieceVocabulary.ofTokenizerJson(
                Files.newInputStream(
                    Files.writeString(
                        directory.resolve("saved.json"), vocabulary.toTokenizerJson()))))) {
      assertEquals(List.of(2, 5, 15, 6, 3), tokenizer.encode("a [VIDEO]dog", 9).ids());
    }
  }

  @Test
  void addedTokensOfTokenizerJsonAreFoundInTheText() throws IOException {
    String json = new WordPieceVocabulary(TOKENS, true).toTokenizerJson();
    String added =
        "\"added_tokens\":[{\"id\":17,\"content\":\"[B]\",\"special\":true},"
            + "{\"id\":15,\"content\":\"<a>\",\"normalized\":true},";
    Files.writeString(
        directory.resolve("tokenizer.json"), json.replace("\"added_tokens\":[", added));
    WordPieceVocabulary vocabulary = HuggingFaceBert.vocabulary(directory);
    assertEquals(18, vocabulary.tokens().size()); // 16 has no token
    assertEquals(List.of("<a>", "[B]"), words("<A> [B]"));
  }

  @Test
  void addedTokensWithoutARowOfTheTableAreText() throws IOException {
    Files.write(directory.resolve("vocab.txt"), TinyBert.VOCABULARY.tokens());
    Files.writeString(directory.resolve("added_tokens.json"), "{\"[B]\": 11, \"[C]\": 12}");
    try (Bert bert = Bert.fromDirectory(directory, TinyBert.OPTIONS)) { // a table of 12 rows
      assertArrayEquals(new int[] {2, 11, 1, 1, 1, 3}, bert.tokenize("[B] [C]"));
    }
  }

  @Test
  void idsThatAnotherTokenHasAreReplacedByTheNext() throws IOException {
    Files.writeString(directory.resolve("added_tokens.json"), "{\"[B]\": 5}");
    assertEquals(15, HuggingFaceBert.vocabulary(directory).tokens().indexOf("[B]"));
  }

  @Test
  void gapsInTheIdsOfAVocabularyMatchNoText() throws IOException {
    String json = TinyBert.VOCABULARY.toTokenizerJson().replace("\"##s\":10", "\"##s\":12");
    Files.writeString(directory.resolve("tokenizer.json"), json);
    WordPieceVocabulary vocabulary = HuggingFaceBert.vocabulary(directory);
    assertEquals(13, vocabulary.tokens().size());
    assertEquals(List.of("dog", "##s"), words("dogs"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"word_tokenizer_type\": \"mecab\"};"
            + " field word_tokenizer_type: found \"mecab\", expected \"basic\"",
        "{\"do_basic_tokenize\": false};"
            + " field do_basic_tokenize: found false, expected \"true\"",
        "{\"strip_accents\": 1}; field strip_accents: found 1, expected true or false",
        "[; not JSON",
      })
  void rejectsOtherTokenizers(String config, String problem) throws IOException {
    config(config);
    DataFileException e =
        assertThrows(DataFileException.class, () -> HuggingFaceBert.vocabulary(directory));
    assertTrue(
        e.getMessage().startsWith(directory.resolve("tokenizer_config.json") + ": " + problem),
        e.getMessage());
  }

  @Test
  void rejectsAddedTokensThatCannotBe() throws IOException {
    for (String json : List.of("{\"[B]\": -1}", "{\"[B]\": \"x\"}", "{\"[B]\": 2000000000}")) {
      Files.writeString(directory.resolve("added_tokens.json"), json);
      DataFileException e =
          assertThrows(DataFileException.class, () -> HuggingFaceBert.vocabulary(directory));
      assertTrue(e.getMessage().contains("added token"), e.getMessage());
      assertFalse(e.getMessage().contains("\n"));
    }
  }

  private void config(String json) throws IOException {
    Files.writeString(directory.resolve("tokenizer_config.json"), json);
  }

  private List<String> words(String text) throws IOException {
    try (WordPieceTokenizer tokenizer =
        new WordPieceTokenizer(HuggingFaceBert.vocabulary(directory))) {
      List<String> tokens = tokenizer.encode(text, 20).tokens();
      return tokens.subList(1, tokens.size() - 1);
    }
  }
}
