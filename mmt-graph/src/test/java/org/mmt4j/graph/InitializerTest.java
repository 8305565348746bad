package org.mmt4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Statistics of 40 000 values of a fixed seed; tolerances are five standard errors. */
class InitializerTest {

  private static final int N = 40_000;

  @Test
  void normalHasTheGivenStandardDeviation() {
    INDArray values = filled(Initializer.normal(0.02));
    assertEquals(0, values.meanNumber().doubleValue(), 5 * 0.02 / Math.sqrt(N));
    assertEquals(0.02, values.stdNumber().doubleValue(), 5 * 0.02 / Math.sqrt(2.0 * N));
  }

  @Test
  void uniformCoversItsRangeEvenly() {
    INDArray values = filled(Initializer.uniform(0.5));
    double deviation = 1 / Math.sqrt(12);
    assertEquals(0, values.meanNumber().doubleValue(), 5 * deviation / Math.sqrt(N));
    assertEquals(deviation, values.stdNumber().doubleValue(), 5 * deviation / Math.sqrt(N));
    assertTrue(values.maxNumber().doubleValue() < 0.5);
    assertTrue(values.minNumber().doubleValue() >= -0.5);
  }

  @Test
  void constantSetsAllElements() {
    assertEquals(
        Nd4j.valueArrayOf(new long[] {N}, 3, DataType.DOUBLE), filled(Initializer.constant(3)));
  }

  private static INDArray filled(Initializer initializer) {
    INDArray values = Nd4j.createUninitialized(DataType.DOUBLE, N);
    initializer.fill(values, new SplittableRandom(1));
    return values;
  }
}
