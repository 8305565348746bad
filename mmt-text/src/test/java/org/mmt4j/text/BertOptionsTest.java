package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BertOptionsTest {

  @Test
  void defaultsAreThoseOfThePaper() {
    assertEquals(new BertOptions(30, 0.1, 0.1, BertPooling.CLS), BertOptions.DEFAULTS);
  }

  @Test
  void withMethodsKeepTheOtherOptions() {
    BertOptions options = new BertOptions(40, 0.2, 0.3, BertPooling.MAX);
    assertEquals(new BertOptions(7, 0.2, 0.3, BertPooling.MAX), options.withMaxTokens(7));
    assertEquals(new BertOptions(40, 0.5, 0.5, BertPooling.MAX), options.withDropout(0.5));
    assertEquals(
        new BertOptions(40, 0.2, 0.3, BertPooling.MEAN), options.withPooling(BertPooling.MEAN));
  }

  @Test
  void rejectsTooFewTokens() {
    assertRejected(2, 0, 0, "maxTokens: found 2, expected at least 3: [CLS], a word piece, [SEP]");
  }

  @Test
  void rejectsDropoutsThatAreNotProbabilities() {
    assertRejected(3, 1, 0, "dropout: found 1.0, expected at least 0 and below 1");
    assertRejected(3, 0, -0.1, "attentionDropout: found -0.1, expected at least 0 and below 1");
    assertRejected(
        3, 0, Double.NaN, "attentionDropout: found NaN, expected at least 0 and below 1");
  }

  private static void assertRejected(
      int maxTokens, double dropout, double attentionDropout, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new BertOptions(maxTokens, dropout, attentionDropout, BertPooling.CLS));
    assertEquals(message, e.getMessage());
  }
}
