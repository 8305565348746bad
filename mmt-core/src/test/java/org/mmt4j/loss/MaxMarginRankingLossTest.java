package org.mmt4j.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.nn.GradientCheck;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MaxMarginRankingLossTest {

  /** Tolerance: the rounding of a few sums. */
  private static final double ROUNDING = 1e-15;

  @Test
  void lossOfTwoPairs() {
    // rows: 0.3 - 0.5 + 0.25 = 0.05 and 0.9 - 0.4 + 0.25 = 0.75
    // columns: 0.9 - 0.5 + 0.25 = 0.65 and 0.3 - 0.4 + 0.25 = 0.15
    INDArray similarities = Nd4j.createFromArray(new double[][] {{0.5, 0.3}, {0.9, 0.4}});
    assertEquals((0.05 + 0.75 + 0.65 + 0.15) / 4, loss(0.25, similarities), ROUNDING);
  }

  @Test
  void lossIsZeroForPairsSeparatedByTheMargin() {
    INDArray similarities = Nd4j.eye(4).castTo(DataType.DOUBLE);
    assertEquals(0, loss(0.99, similarities));
  }

  @Test
  void lossOfEqualSimilaritiesIsTheMargin() {
    assertEquals(0.05, loss(0.05, Nd4j.zeros(DataType.DOUBLE, 3, 3)), ROUNDING);
  }

  @Test
  void gradientsAgree() {
    GradientCheck.check((context, x) -> MaxMarginRankingLoss.of(0.3).apply(x, 4), 4, 4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.05, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsMarginsThatAreNotPositive(double margin) {
    assertEquals(
        "margin of the ranking loss: found " + margin + ", expected a positive number",
        assertThrows(IllegalArgumentException.class, () -> MaxMarginRankingLoss.of(margin))
            .getMessage());
  }

  @Test
  void rejectsOnePair() {
    assertEquals(
        "batch of the ranking loss: found 1, expected at least 2 pairs",
        assertThrows(IllegalArgumentException.class, () -> loss(0.05, Nd4j.createFromArray(1.0)))
            .getMessage());
  }

  private static double loss(double margin, INDArray similarities) {
    SameDiff graph = SameDiff.create();
    SDVariable constant = graph.constant(similarities);
    return MaxMarginRankingLoss.of(margin)
        .apply(constant, (int) similarities.size(0))
        .eval()
        .getDouble(0);
  }
}
