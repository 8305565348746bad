package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BertConfigTest {

  private static final BertConfig TINY = TinyOnnx.CONFIG;

  @Test
  void defaultsHaveThePublishedNumberOfParametersOfBertBaseCased() {
    BertConfig base = BertConfig.builder().vocabularySize(28996).build();
    long pooler = 768 * 768 + 768;
    assertEquals(108_310_272 - pooler, count(base.parameterShapes()));
    assertEquals(pooler, count(base.poolerShapes()));
    assertEquals(199 - 2, base.parameterShapes().size());
  }

  private static long count(Map<String, long[]> shapes) {
    return shapes.values().stream()
        .mapToLong(shape -> LongStream.of(shape).reduce(1, Math::multiplyExact))
        .sum();
  }

  @Test
  void denseWeightsHaveShapeOutputsByInputs() {
    assertArrayEquals(
        new long[] {6, 4}, TINY.parameterShapes().get("encoder.layer.0.intermediate.dense.weight"));
    assertArrayEquals(
        new long[] {4, 6}, TINY.parameterShapes().get("encoder.layer.0.output.dense.weight"));
  }

  @Test
  void changedShapesDoNotChangeTheConfiguration() {
    TINY.parameterShapes().get("encoder.layer.0.output.dense.weight")[0] = 99;
    denseWeightsHaveShapeOutputsByInputs();
  }

  static Stream<UnaryOperator<BertConfig.Builder>> changes() {
    return Stream.of(
        builder -> builder.vocabularySize(8),
        builder -> builder.hiddenSize(8),
        builder -> builder.layers(2),
        builder -> builder.heads(1),
        builder -> builder.intermediateSize(7),
        builder -> builder.maxPositions(6),
        builder -> builder.tokenTypes(1),
        builder -> builder.layerNormEpsilon(1e-5));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void copiesDifferInTheChangedValueOnly(UnaryOperator<BertConfig.Builder> change) {
    BertConfig changed = change.apply(TINY.toBuilder()).build();
    assertEquals(change.apply(TINY.toBuilder()).build(), changed);
    assertNotEquals(TINY, changed);
    assertEquals(
        TINY,
        changed.toBuilder()
            .vocabularySize(7)
            .hiddenSize(4)
            .layers(1)
            .heads(2)
            .intermediateSize(6)
            .maxPositions(5)
            .tokenTypes(2)
            .layerNormEpsilon(1e-12)
            .build());
  }

  @Test
  void describesItself() {
    assertEquals(
        "BertConfig[vocabularySize=7, hiddenSize=4, layers=1, heads=2, intermediateSize=6,"
            + " maxPositions=5, tokenTypes=2, layerNormEpsilon=1.0E-12, activation=GELU]",
        TINY.toString());
  }

  @Test
  void vocabularySizeHasNoDefault() {
    assertRejected(BertConfig.builder(), "vocabulary size: found 0, expected at least 1");
  }

  @Test
  void rejectsHeadsThatDoNotDivideTheHiddenSize() {
    assertRejected(
        TINY.toBuilder().hiddenSize(512).heads(5),
        "heads: found 5, expected a divisor of the hidden size 512");
  }

  @Test
  void rejectsSizesBelowOne() {
    assertRejected(
        TINY.toBuilder().hiddenSize(-512), "hidden size: found -512, expected at least 1");
    assertRejected(TINY.toBuilder().layers(0), "layers: found 0, expected at least 1");
    assertRejected(TINY.toBuilder().heads(0), "heads: found 0, expected at least 1");
  }

  @Test
  void rejectsAnEpsilonThatIsNotPositive() {
    assertRejected(
        TINY.toBuilder().layerNormEpsilon(0),
        "layer norm epsilon: found 0.0, expected a positive number");
    assertRejected(
        TINY.toBuilder().layerNormEpsilon(Double.NaN),
        "layer norm epsilon: found NaN, expected a positive number");
  }

  @Test
  void rejectsTooManyParameters() {
    assertRejected(
        TINY.toBuilder().hiddenSize(1 << 30),
        "number of parameters of this BERT: found 4.61e+18, expected at most 2.15e+09");
  }

  private static void assertRejected(BertConfig.Builder builder, String message) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, builder::build).getMessage());
  }
}
