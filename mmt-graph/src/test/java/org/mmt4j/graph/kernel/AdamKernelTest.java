package org.mmt4j.graph.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.fixtures.WithKernels;
import org.mmt4j.graph.Initializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class AdamKernelTest {

  private static final AdamKernel KERNEL = new AdamKernel(0.9, 0.999, 0.5, 1e-3, 7.1, 1e-8);

  /** Lengths close to those of a tile and of a chunk. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 2047, 2048, 2049, (1 << 18) - 1, (1 << 18) + 1, (1 << 20) + 3})
  void matchesTheFormulaInDoublePrecision(int length) {
    INDArray values = normal(length, 1);
    INDArray gradient = normal(length, 2);
    INDArray first = normal(length, 3);
    INDArray second = normal(length, 4).mul(normal(length, 4)); // squares are not negative
    double[] p = values.toDoubleVector();
    double[] g = gradient.toDoubleVector();
    double[] m = first.toDoubleVector();
    double[] v = second.toDoubleVector();
    KERNEL.update(values, gradient, first, second);
    for (int i = 0; i < length; i++) {
      double scaled = 0.5 * g[i];
      double newM = 0.9 * m[i] + (1 - 0.9) * scaled;
      double newV = 0.999 * v[i] + (1 - 0.999) * scaled * scaled;
      // values are near 1 or smaller, so tolerances are a few units in the last place of 1
      assertEquals(newM, first.getDouble(i), 1e-6);
      assertEquals(newV, second.getDouble(i), 5e-6);
      double change = 1e-3 * newM / (7.1 * Math.sqrt(newV) + 1e-8);
      assertEquals(p[i] - change, values.getDouble(i), 5e-7 + 1e-5 * Math.abs(change));
    }
    assertEquals(Nd4j.createFromArray(g).castTo(DataType.FLOAT), gradient);
  }

  @Test
  void updatesAViewAndNothingAroundIt() {
    INDArray whole = normal(30, 1);
    INDArray before = whole.dup();
    INDArray part = whole.get(NDArrayIndex.interval(10, 20));
    KERNEL.update(part, normal(10, 2), normal(10, 3), Nd4j.ones(DataType.FLOAT, 10));
    for (int i = 0; i < 30; i++) {
      assertEquals(i < 10 || i >= 20, before.getFloat(i) == whole.getFloat(i), "element " + i);
    }
  }

  @Test
  void doesNotSupportDoublePrecisionOrGaps() {
    INDArray single = Nd4j.ones(DataType.FLOAT, 4, 4);
    INDArray columns =
        Nd4j.ones(DataType.FLOAT, 4, 8).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 4));
    assertTrue(WithKernels.of("fused", () -> AdamKernel.supports(single, single)));
    assertFalse(AdamKernel.supports(single, Nd4j.ones(DataType.DOUBLE, 4, 4)));
    assertFalse(WithKernels.of("fused", () -> AdamKernel.supports(single, columns)));
    assertFalse(WithKernels.of("plain", () -> AdamKernel.supports(single)));
  }

  private static INDArray normal(int length, long seed) {
    INDArray array = Nd4j.zeros(DataType.FLOAT, length);
    Initializer.normal(1).fill(array, new SplittableRandom(seed));
    return array;
  }
}
