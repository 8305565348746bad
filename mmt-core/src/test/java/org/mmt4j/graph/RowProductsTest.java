package org.mmt4j.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RowProductsTest {

  /** Sums of floats of up to 40 whole numbers below 100: exact in any order. */
  private static final float EXACT = 0;

  @Property(tries = 100)
  void rowsOfAMatrixOrOfPartOfOneTimesAVectorAreTheSumsOnBothKernelSets(
      @ForAll @IntRange(min = 1, max = 50) int rows,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 0, max = 3) int skipped) {
    float[][] values = new float[skipped + rows][width];
    float[] vector = new float[width];
    float[] expected = new float[2 + rows];
    for (int k = 0; k < width; k++) {
      vector[k] = k % 7 - 3;
      for (int i = 0; i < values.length; i++) {
        values[i][k] = (5 * i + 3 * k) % 11 - 5;
        if (i >= skipped) {
          expected[2 + i - skipped] += values[i][k] * vector[k];
        }
      }
    }
    try (INDArray whole = Nd4j.create(values)) {
      INDArray part = whole.get(NDArrayIndex.interval(skipped, skipped + rows), NDArrayIndex.all());
      for (String kernels : new String[] {"fused", "plain"}) {
        float[] products = new float[2 + rows];
        WithKernels.of(
            kernels,
            () -> {
              RowProducts.put(part, vector, products, 2);
              return products;
            });
        assertArrayEquals(expected, products, EXACT, kernels);
      }
    }
  }
}
