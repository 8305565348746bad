package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.mmt4j.text.WordVectorsGoldenTest.strings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares words of captions and their ids with the {@code WeTokenizer} of the reference. */
class WordTokenizerGoldenTest {

  private static JsonNode golden;
  private static WordTokenizer tokenizer;

  @BeforeAll
  static void readGolden() throws IOException {
    golden = WordVectorsGoldenTest.tokenizations();
    tokenizer = new WordTokenizer(ImmutableList.copyOf(strings(golden.get("words"))));
  }

  @Test
  void wordsOfCaptionsMatchTheReference() {
    assertFalse(golden.get("captions").isEmpty());
    for (JsonNode caption : golden.get("captions")) {
      String text = caption.get("text").asText();
      assertEquals(strings(caption.get("tokens")), tokenizer.tokens(text), text);
      assertArrayEquals(ids(caption), tokenizer.encode(text, Integer.MAX_VALUE), text);
      assertEquals(
          strings(caption.get("back")),
          Arrays.stream(ids(caption)).mapToObj(tokenizer.words()::get).toList());
    }
  }

  @Test
  void truncatesCaptionsAsTheReferenceDoes() {
    for (JsonNode caption : golden.get("captions")) {
      int maxTokens = caption.get("max_text_words").asInt();
      int[] ids = tokenizer.encode(caption.get("text").asText(), maxTokens);
      int[][] padded = new int[maxTokens][2];
      for (int i = 0; i < ids.length; i++) {
        padded[i] = new int[] {ids[i], 1};
      }
      assertEquals(caption.get("padded").toString(), json(padded));
    }
  }

  /** The loader also adds a full stop and uppercase letters, which do not change the ids. */
  @Test
  void idsOfWordsFromTheLoaderMatchTheReference() {
    JsonNode samples = golden.get("caption_words_without_special_tokens");
    assertFalse(samples.isEmpty());
    for (JsonNode sample : samples) {
      String sentence = String.join(" ", strings(sample.get("words"))) + ".";
      assertArrayEquals(ids(sample), tokenizer.encode(sentence, Integer.MAX_VALUE), sentence);
    }
  }

  private static int[] ids(JsonNode sample) {
    return new ObjectMapper().convertValue(sample.get("ids"), int[].class);
  }

  private static String json(int[][] pairs) {
    return Arrays.deepToString(pairs).replace(" ", "");
  }
}
