package org.mmt4j.words;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Compares with the authors' loader ({@code stop_words.json}). */
class StopWordsTest {

  @Test
  void dropsTheSameWordsAsTheReference() throws IOException {
    JsonNode samples = golden("stop_words");
    assertEquals(12, samples.size());
    for (JsonNode sample : samples) {
      String word = sample.get("word").asText();
      boolean dropped = sample.get("is_stop").asBoolean();
      assertEquals(dropped, StopWords.isStopWord(word), word);
      assertEquals(
          List.of(dropped ? "." : sample.get("clean").asText()), StopWords.remove(List.of(word)));
    }
  }

  @Test
  void captionsMatchTheReference() throws IOException {
    JsonNode samples = golden("remove_stop_words");
    assertEquals(3, samples.size());
    for (JsonNode sample : samples) {
      assertEquals(strings(sample.get("result")), StopWords.remove(strings(sample.get("words"))));
    }
  }

  @Test
  void removesPunctuationAnywhereInAWord() {
    assertEquals(List.of("usa", "x²"), StopWords.remove(List.of("U.S.A", "x²?!", "t,h.e")));
  }

  @Test
  void returnsAFullStopIfNoWordRemains() {
    assertEquals(List.of("."), StopWords.remove(List.of()));
  }

  @Test
  void ignoresCase() {
    for (String word : new String[] {"a", "different", "video", "Video", "VIDEO."}) {
      assertTrue(StopWords.isStopWord(word), word);
    }
    assertFalse(StopWords.isStopWord("guitar"));
  }

  @Property(tries = 1000, seed = "20200821")
  void removeIsIdempotent(@ForAll List<String> words) {
    List<String> once = StopWords.remove(words);
    assertEquals(once, StopWords.remove(once));
  }

  private static List<String> strings(JsonNode list) {
    return List.of(new ObjectMapper().convertValue(list, String[].class));
  }

  private static JsonNode golden(String part) throws IOException {
    try (InputStream samples =
        requireNonNull(StopWordsTest.class.getResourceAsStream("stop_words.json"))) {
      return new ObjectMapper().readTree(samples).get(part);
    }
  }
}
