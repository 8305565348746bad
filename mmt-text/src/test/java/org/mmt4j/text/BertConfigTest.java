package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.primitives.ImmutableLongArray;
import org.junit.jupiter.api.Test;

class BertConfigTest {

  @Test
  void bertBaseCasedHasThePublishedNumberOfParameters() {
    BertConfig base = new BertConfig(28996, 768, 12, 12, 3072, 512, 2, 1e-12);
    long pooler = 768 * 768 + 768;
    long count =
        base.parameterShapes().values().stream()
            .mapToLong(shape -> shape.stream().reduce(1, Math::multiplyExact))
            .sum();
    assertEquals(108_310_272 - pooler, count);
    assertEquals(199 - 2, base.parameterShapes().size());
  }

  @Test
  void denseWeightsHaveShapeOutputsByInputs() {
    BertConfig config = new BertConfig(7, 4, 1, 2, 6, 5, 2, 1e-12);
    assertEquals(
        ImmutableLongArray.of(6, 4),
        config.parameterShapes().get("encoder.layer.0.intermediate.dense.weight"));
    assertEquals(
        ImmutableLongArray.of(4, 6),
        config.parameterShapes().get("encoder.layer.0.output.dense.weight"));
  }

  @Test
  void rejectsHeadsThatDoNotDivideTheHiddenSize() {
    assertRejected(7, 512, 5, 1e-12, "heads: found 5, expected a divisor of the hidden size 512");
  }

  @Test
  void rejectsSizesBelowOne() {
    assertRejected(0, 512, 4, 1e-12, "vocabulary size: found 0, expected at least 1");
    assertRejected(7, -512, 4, 1e-12, "hidden size: found -512, expected at least 1");
    assertRejected(7, 512, 0, 1e-12, "heads: found 0, expected at least 1");
  }

  @Test
  void rejectsAnEpsilonThatIsNotPositive() {
    assertRejected(7, 512, 4, 0, "layer norm epsilon: found 0.0, expected a positive number");
    assertRejected(
        7, 512, 4, Double.NaN, "layer norm epsilon: found NaN, expected a positive number");
  }

  @Test
  void rejectsTooManyParameters() {
    assertRejected(
        7,
        1 << 30,
        4,
        1e-12,
        "number of parameters of this BERT: found 4.61e+18, expected at most 2.15e+09");
  }

  private static void assertRejected(
      int vocabulary, int hidden, int heads, double epsilon, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new BertConfig(vocabulary, hidden, 1, heads, 6, 5, 2, epsilon));
    assertEquals(message, e.getMessage());
  }
}
