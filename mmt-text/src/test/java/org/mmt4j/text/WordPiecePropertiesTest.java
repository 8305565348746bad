package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
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
    ImmutableIntArray ids = pieces.ids();
    assertTrue(ids.length() >= 3 && ids.length() <= maxTokens);
    assertEquals(101, ids.get(0));
    assertEquals(102, ids.get(ids.length() - 1));
    for (int i = 0; i < ids.length(); i++) {
      assertEquals(tokenizer.vocabulary().tokens().get(ids.get(i)), pieces.tokens().get(i));
    }
  }

  @Property(tries = 300, seed = "20200821")
  void truncationKeepsTheFirstWordPieces(
      @ForAll String text, @ForAll @IntRange(min = 3, max = 20) int maxTokens) {
    WordPieces complete = tokenizer.encode("a" + text, 10_000);
    WordPieces truncated = tokenizer.encode("a" + text, maxTokens);
    int kept = truncated.ids().length() - 1;
    assertEquals(complete.ids().subArray(0, kept), truncated.ids().subArray(0, kept));
    assertEquals(
        complete.ids().length() + complete.truncated(),
        truncated.ids().length() + truncated.truncated());
  }
}
