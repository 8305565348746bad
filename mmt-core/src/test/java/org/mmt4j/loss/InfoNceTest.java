package org.mmt4j.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.mmt4j.nn.GradientCheck;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class InfoNceTest {

  /** Tolerance: the rounding of a few logarithms. */
  private static final double ROUNDING = 1e-14;

  @Test
  void lossOfTwoPairs() {
    INDArray similarities = Nd4j.createFromArray(new double[][] {{0.5, 0.3}, {0.9, 0.4}});
    double rows = Math.log1p(Math.exp(0.3 - 0.5)) + Math.log1p(Math.exp(0.9 - 0.4));
    double columns = Math.log1p(Math.exp(0.9 - 0.5)) + Math.log1p(Math.exp(0.3 - 0.4));
    assertEquals((rows + columns) / 2, loss(similarities), ROUNDING);
  }

  @Test
  void lossOfEqualSimilaritiesIsTwiceTheLogarithmOfTheSize() {
    assertEquals(2 * Math.log(3), loss(Nd4j.zeros(DataType.DOUBLE, 3, 3)), ROUNDING);
  }

  @Test
  void largeSimilaritiesDoNotOverflow() {
    assertEquals(0, loss(Nd4j.eye(3).castTo(DataType.DOUBLE).mul(1e4)), ROUNDING);
  }

  @Test
  void gradientsAgree() {
    GradientCheck.check((context, x) -> new InfoNce().apply(x, 4), 4, 4);
  }

  @Test
  void rejectsOnePair() {
    assertEquals(
        "batch of the ranking loss: found 1, expected at least 2 pairs",
        assertThrows(IllegalArgumentException.class, () -> loss(Nd4j.createFromArray(1.0)))
            .getMessage());
  }

  private static double loss(INDArray similarities) {
    SameDiff graph = SameDiff.create();
    return new InfoNce()
        .apply(graph.constant(similarities), (int) similarities.size(0))
        .eval()
        .getDouble(0);
  }
}
