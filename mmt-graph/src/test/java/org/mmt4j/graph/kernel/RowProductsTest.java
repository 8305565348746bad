package org.mmt4j.graph.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bytedeco.javacpp.FloatPointer;
import org.mmt4j.fixtures.WithKernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RowProductsTest {

  /** Tolerance: sums of up to 40 small integers are exact in any order. */
  private static final float EXACT = 0;

  @Property(tries = 100)
  void multipliesRowsOfMatricesAndViewsWithAVector(
      @ForAll @IntRange(min = 1, max = 50) int rows,
      @ForAll @IntRange(min = 1, max = 40) int dimension,
      @ForAll @IntRange(min = 0, max = 3) int skipped) {
    float[][] values = new float[skipped + rows][dimension];
    float[] vector = new float[dimension];
    float[] expected = new float[2 + rows];
    for (int k = 0; k < dimension; k++) {
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
              put(part, vector, products, 2);
              return products;
            });
        assertArrayEquals(expected, products, EXACT, kernels);
      }
    }
  }

  @Property(tries = 100)
  void multipliesRowsOfTwoMatricesOrViews(
      @ForAll @IntRange(min = 1, max = 50) int columns,
      @ForAll @IntRange(min = 1, max = 50) int rows,
      @ForAll @IntRange(min = 1, max = 40) int dimension,
      @ForAll @IntRange(min = 0, max = 3) int skipped) {
    float[][] values = integers(skipped + columns, dimension, 5);
    float[][] others = integers(skipped + rows, dimension, 7);
    try (INDArray whole = Nd4j.create(values);
        INDArray otherWhole = Nd4j.create(others)) {
      INDArray part = withoutFirstRows(whole, skipped);
      INDArray otherPart = withoutFirstRows(otherWhole, skipped);
      for (String kernels : new String[] {"fused", "plain"}) {
        float[][] products = new float[1 + rows][2 + columns];
        WithKernels.of(
            kernels,
            () -> {
              RowProducts.put(part, otherPart, products, 1, 2);
              return products;
            });
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            float expected = 0;
            for (int k = 0; k < dimension; k++) {
              expected += others[skipped + i][k] * values[skipped + j][k];
            }
            assertEquals(expected, products[1 + i][2 + j], EXACT, kernels);
          }
        }
      }
    }
  }

  /** With 3584 values OpenBLAS's matrix-vector product depends on position and threads. */
  @Example
  void equalRowsHaveEqualProductsWithFusedKernels() {
    int dimension = 3584;
    INDArray row = Nd4j.linspace(-1, 1, dimension, DataType.FLOAT).reshape(1, dimension);
    float[] vector = row.mul(row).sub(0.3).toFloatVector();
    try (INDArray matrix = Nd4j.tile(row, 601, 1)) {
      float[] products = new float[601];
      WithKernels.of(
          "fused",
          () -> {
            put(matrix, vector, products, 0);
            return products;
          });
      float[] expected = new float[601];
      Arrays.fill(expected, products[0]);
      assertArrayEquals(expected, products, EXACT);
    }
  }

  @Example
  void rejectsMatricesOfADifferentDimensionOrType() {
    INDArray matrix = Nd4j.ones(DataType.FLOAT, 4, 8);
    assertMessage(
        "rows to multiply: found FLOAT of shape [4, 8], expected FLOAT of shape [rows, 16]",
        () -> put(matrix, new float[16], new float[4], 0));
    assertMessage(
        "rows to multiply: found DOUBLE of shape [4, 8], expected FLOAT of shape [rows, 8]",
        () -> put(matrix.castTo(DataType.DOUBLE), new float[8], new float[4], 0));
    assertMessage(
        "rows to multiply: found FLOAT of shape [2, 9], expected FLOAT of shape [rows, 8]",
        () -> RowProducts.put(matrix, Nd4j.ones(DataType.FLOAT, 2, 9), new float[2][4], 0, 0));
  }

  private static void put(INDArray matrix, float[] vector, float[] products, int first) {
    try (FloatPointer other = new FloatPointer(vector)) {
      Workers.run(List.of(RowProducts.job(matrix, other, products, first)));
    }
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Example
  void computesLongRowsOfProductsInPieces() {
    int columns = 1 << 21; // two rows of products fit in the buffer at a time
    try (INDArray matrix = Nd4j.ones(DataType.FLOAT, columns, 1);
        INDArray others = Nd4j.createFromArray(new float[][] {{1}, {2}, {3}, {4}, {5}})) {
      float[][] products = new float[5][columns];
      RowProducts.put(matrix, others, products, 0, 0);
      for (int i = 0; i < 5; i++) {
        for (float product : products[i]) {
          assertEquals(i + 1, product);
        }
      }
    }
  }

  private static float[][] integers(int rows, int dimension, int step) {
    float[][] values = new float[rows][dimension];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < dimension; k++) {
        values[i][k] = (step * i + 3 * k) % 11 - 5;
      }
    }
    return values;
  }

  private static INDArray withoutFirstRows(INDArray matrix, int skipped) {
    return matrix.get(
        NDArrayIndex.interval(skipped, matrix.rows()), NDArrayIndex.all()); // (rows, dimension)
  }
}
