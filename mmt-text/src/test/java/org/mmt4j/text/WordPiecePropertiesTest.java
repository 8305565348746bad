package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class WordPiecePropertiesTest {

  private static WordPieceTokenizer tokenizer;

  @BeforeContainer
  static void load() throws IOException {
    tokenizer = new WordPieceTokenizer(Pretrained.MINI_LM.vocabulary());
  }

  @AfterContainer
  static void free() {
    tokenizer.close();
  }

  /** Any UTF-16 text, including lone surrogates and control characters. */
  @Property(tries = 300, seed = "20200821")
  void encodesAnyTextAsWordPiecesBetweenClsAndSep(
      @ForAll String text, @ForAll @IntRange(min = 3, max = 20) int maxTokens) {
    WordPieces pieces = tokenizer.encode("a" + text, maxTokens);
    List<Integer> ids = pieces.ids();
    assertTrue(ids.size() >= 3 && ids.size() <= maxTokens);
    assertEquals(101, ids.get(0));
    assertEquals(102, ids.get(ids.size() - 1));
    for (int i = 0; i < ids.size(); i++) {
      assertEquals(tokenizer.vocabulary().tokens().get(ids.get(i)), pieces.tokens().get(i));
    }
  }

  @Property(tries = 300, seed = "20200821")
  void truncationKeepsTheFirstWordPieces(
      @ForAll String text, @ForAll @IntRange(min = 3, max = 20) int maxTokens) {
    WordPieces complete = tokenizer.encode("a" + text, 10_000);
    WordPieces truncated = tokenizer.encode("a" + text, maxTokens);
    int kept = truncated.ids().size() - 1;
    assertEquals(complete.ids().subList(0, kept), truncated.ids().subList(0, kept));
    assertEquals(
        complete.ids().size() + complete.truncated(),
        truncated.ids().size() + truncated.truncated());
  }
}
