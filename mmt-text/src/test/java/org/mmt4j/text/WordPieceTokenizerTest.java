package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.graph.ClosedException;

class WordPieceTokenizerTest {

  private static WordPieceTokenizer tokenizer;

  @BeforeAll
  static void load() throws IOException {
    tokenizer = new WordPieceTokenizer(Pretrained.MINI_LM.vocabulary());
  }

  @AfterAll
  static void free() {
    tokenizer.close();
  }

  @TestFactory
  Stream<DynamicTest> wordPiecesOfDifficultTextsMatchTheReference() throws IOException {
    return golden("wordpiece-uncased.json")
        .map(
            expected ->
                DynamicTest.dynamicTest(
                    expected.get("name").asText(), () -> assertPieces(expected)));
  }

  private static void assertPieces(JsonNode expected) {
    String text = expected.get("text").asText();
    if (expected.get("ids").isEmpty()) {
      assertThrows(IllegalArgumentException.class, () -> tokenizer.encode(text, 512));
      return;
    }
    WordPieces pieces = tokenizer.encode(text, 512);
    int end = pieces.ids().size() - 1;
    assertEquals(strings(expected.get("tokens")), pieces.tokens().subList(1, end));
    assertEquals(ints(expected.get("ids")), pieces.ids().subList(1, end));
  }

  @TestFactory
  Stream<DynamicTest> idsOfCaptionsMatchTheReference() throws IOException {
    return golden("captions-uncased.json")
        .map(
            expected ->
                DynamicTest.dynamicTest(
                    expected.get("text").asText(),
                    () -> {
                      WordPieces pieces = tokenizer.encode(expected.get("text").asText(), 64);
                      assertEquals(strings(expected.get("tokens")), pieces.tokens());
                      assertEquals(ints(expected.get("ids")), pieces.ids());
                      assertEquals(
                          expected.get("pieces").asInt(),
                          pieces.ids().size() - 2 + pieces.truncated());
                    }));
  }

  @Test
  void aTruncatedCaptionKeepsItsStartAndEndsWithSep() {
    WordPieces complete = tokenizer.encode("one two three four", 6);
    assertEquals(0, complete.truncated());
    WordPieces truncated = tokenizer.encode("one two three four", 4);
    assertEquals(ImmutableList.of("[CLS]", "one", "two", "[SEP]"), truncated.tokens());
    assertEquals(List.of(101, 2028, 2048, 102), truncated.ids());
    assertEquals(2, truncated.truncated());
  }

  @Test
  void keepsCaseAndAccentsUnlessLowerCasing() {
    ImmutableList<String> tokens =
        ImmutableList.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "É", "##a", "e", "Éa");
    assertEquals(ImmutableList.of("[CLS]", "Éa", "[SEP]"), tokensOf(tokens, false, "Éa"));
    assertEquals(ImmutableList.of("[CLS]", "e", "##a", "[SEP]"), tokensOf(tokens, true, "ÉA"));
  }

  private static List<String> tokensOf(ImmutableList<String> tokens, boolean lower, String text) {
    try (WordPieceTokenizer other =
        new WordPieceTokenizer(new WordPieceVocabulary(tokens, lower))) {
      return other.encode(text, 10).tokens();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \t\n", "\u00a0", "\u0000\u0007"})
  void rejectsACaptionWithoutAWord(String caption) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> tokenizer.encode(caption, 30));
    assertEquals(
        "caption \"" + caption.strip() + "\": found no word, expected at least one",
        e.getMessage());
  }

  @Test
  void rejectsACaptionOfMoreThanAMillionCharacters() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> tokenizer.encode("a ".repeat(500_001), 30));
    assertEquals("caption: found 1000002 characters, expected at most 1000000", e.getMessage());
  }

  @Test
  void rejectsMaxTokensBelowThree() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> tokenizer.encode("a dog", 2));
    assertEquals(
        "maxTokens: found 2, expected at least 3: [CLS], a word piece, [SEP]", e.getMessage());
  }

  @Test
  void dropsLoneSurrogatesOnly() {
    WordPieces complete = tokenizer.encode("a 😀 𠀀 dog", 30);
    assertEquals(complete, tokenizer.encode("a\ud83d 😀 𠀀 d\ude00og\ud83d", 30));
  }

  @Test
  void resultsDoNotDependOnTheNumberOfThreads() throws IOException {
    List<String> captions =
        golden("captions-uncased.json").map(caption -> caption.get("text").asText()).toList();
    List<WordPieces> expected = captions.stream().map(c -> tokenizer.encode(c, 64)).toList();
    List<WordPieces> found =
        IntStream.range(0, 50 * captions.size())
            .parallel()
            .mapToObj(i -> tokenizer.encode(captions.get(i % captions.size()), 64))
            .collect(Collectors.toList());
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.get(i % captions.size()), found.get(i));
    }
  }

  @Test
  void useAfterCloseThrowsAndASecondCloseDoesNothing() {
    WordPieceTokenizer closed = new WordPieceTokenizer(tokenizer.vocabulary());
    closed.close();
    closed.close();
    ClosedException e = assertThrows(ClosedException.class, () -> closed.encode("a dog", 30));
    assertEquals("tokenizer: used after close", e.getMessage());
  }

  @Test
  void paddingIdIsTheIdOfPad() {
    assertEquals(0, tokenizer.paddingId());
    assertEquals("[PAD]", tokenizer.vocabulary().tokens().get(tokenizer.paddingId()));
  }

  private static Stream<JsonNode> golden(String resource) throws IOException {
    try (InputStream json =
        Objects.requireNonNull(WordPieceTokenizerTest.class.getResourceAsStream(resource))) {
      return ImmutableList.copyOf(new ObjectMapper().readTree(json)).stream();
    }
  }

  private static List<String> strings(JsonNode array) {
    return ImmutableList.copyOf(Iterables.transform(array, JsonNode::asText));
  }

  private static List<Integer> ints(JsonNode array) {
    return ImmutableList.copyOf(Iterables.transform(array, JsonNode::asInt));
  }
}
