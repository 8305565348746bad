package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BertOptionsTest {

  private static final BertOptions DEFAULTS = BertOptions.DEFAULTS;

  @Test
  void defaultsAreThoseOfThePaper() {
    assertOptions(DEFAULTS, 30, 0.1, 0.1, BertPooling.CLS);
  }

  @Test
  void withMethodsKeepTheOtherOptions() {
    BertOptions options =
        DEFAULTS
            .withMaxTokens(40)
            .withDropout(0.2)
            .withAttentionDropout(0.3)
            .withPooling(BertPooling.MAX);
    assertOptions(options, 40, 0.2, 0.3, BertPooling.MAX);
    assertOptions(options.withMaxTokens(7), 7, 0.2, 0.3, BertPooling.MAX);
    assertOptions(options.withDropout(0.5), 40, 0.5, 0.5, BertPooling.MAX);
    assertOptions(options.withAttentionDropout(0.5), 40, 0.2, 0.5, BertPooling.MAX);
    assertOptions(options.withPooling(BertPooling.MEAN), 40, 0.2, 0.3, BertPooling.MEAN);
  }

  private static void assertOptions(
      BertOptions options,
      int maxTokens,
      double dropout,
      double attentionDropout,
      BertPooling pooling) {
    assertEquals(maxTokens, options.maxTokens());
    assertEquals(dropout, options.dropout());
    assertEquals(attentionDropout, options.attentionDropout());
    assertEquals(pooling, options.pooling());
  }

  @Test
  void optionsWithEqualValuesAreEqual() {
    assertEquals(DEFAULTS.withMaxTokens(7), DEFAULTS.withMaxTokens(7));
    assertEquals(DEFAULTS.hashCode(), DEFAULTS.withMaxTokens(30).hashCode());
    assertNotEquals(DEFAULTS, DEFAULTS.withAttentionDropout(0));
    assertEquals(
        "BertOptions[maxTokens=30, dropout=0.1, attentionDropout=0.1, pooling=CLS]",
        DEFAULTS.toString());
  }

  @Test
  void rejectsTooFewTokens() {
    assertRejected(
        "maxTokens: found 2, expected at least 3: [CLS], a word piece, [SEP]",
        () -> DEFAULTS.withMaxTokens(2));
  }

  @Test
  void rejectsDropoutsThatAreNotProbabilities() {
    assertRejected(
        "dropout: found 1.0, expected at least 0 and below 1", () -> DEFAULTS.withDropout(1));
    assertRejected(
        "attentionDropout: found -0.1, expected at least 0 and below 1",
        () -> DEFAULTS.withAttentionDropout(-0.1));
    assertRejected(
        "attentionDropout: found NaN, expected at least 0 and below 1",
        () -> DEFAULTS.withAttentionDropout(Double.NaN));
  }

  private static void assertRejected(String message, Executable act) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, act).getMessage());
  }
}
