package org.mmt4j.graph.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.fixtures.WithKernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RowLookupTest {

  private static final float[][] TABLE = {{1, 2}, {3, 4}, {5, 6}};

  @ParameterizedTest
  @ValueSource(strings = {"fused", "plain"})
  void fillsPutsAndSumsRowsById(String kernels) {
    INDArray table = Nd4j.createFromArray(TABLE);
    INDArray target = Nd4j.zeros(DataType.FLOAT, 6, 2);
    INDArray sums = Nd4j.ones(DataType.FLOAT, 3, 2);
    WithKernels.of(
        kernels,
        () -> {
          RowLookup.fill(table, new int[] {2, 0, 2, 1}, target);
          RowLookup.sum(target, new int[] {1, 1, -1, 0, -1, -1}, sums);
          RowLookup.put(target, new int[] {1, 2}, table);
          return table;
        });
    assertArrayEquals(
        new float[][] {{5, 6}, {1, 2}, {5, 6}, {3, 4}, {0, 0}, {0, 0}}, target.toFloatMatrix());
    assertArrayEquals(new float[][] {{3, 4}, {6, 8}, {0, 0}}, sums.toFloatMatrix());
    assertArrayEquals(new float[][] {{1, 2}, {5, 6}, {1, 2}}, table.toFloatMatrix());
  }

  /** ND4J fails to read rows of views whose offset is less than their length. */
  @ParameterizedTest
  @ValueSource(strings = {"fused", "plain"})
  void supportsViewsOfLargerArrays(String kernels) {
    for (int first = 0; first < 30; first++) {
      INDArray whole = Nd4j.zeros(DataType.FLOAT, 40);
      INDArray table = whole.get(NDArrayIndex.interval(first, first + 6)).reshape('c', true, 3, 2);
      INDArray other = Nd4j.zeros(DataType.FLOAT, 40);
      INDArray target = other.get(NDArrayIndex.interval(first, first + 6)).reshape('c', true, 3, 2);
      WithKernels.of(
          kernels,
          () -> {
            RowLookup.put(Nd4j.createFromArray(TABLE), new int[] {2, 0, 1}, table);
            RowLookup.fill(table, new int[] {2, 0}, target);
            return table;
          });
      assertArrayEquals(new float[][] {{3, 4}, {5, 6}, {1, 2}}, table.toFloatMatrix());
      assertArrayEquals(new float[][] {{1, 2}, {3, 4}, {0, 0}}, target.toFloatMatrix());
      assertEquals(10, other.sumNumber().intValue());
      assertEquals(21, whole.sumNumber().intValue());
    }
  }

  @Test
  void rejectsRowsOfADifferentShapeOrTypeAndUnknownIds() {
    INDArray table = Nd4j.createFromArray(TABLE);
    int[] ids = {0, 1};
    assertMessage(
        "rows of a table: found FLOAT of shape [2, 3], expected FLOAT of shape [2 or more, 2]",
        () -> RowLookup.fill(table, ids, Nd4j.zeros(DataType.FLOAT, 2, 3)));
    assertMessage(
        "rows of a table: found DOUBLE of shape [2, 2], expected FLOAT of shape [2 or more, 2]",
        () -> RowLookup.put(Nd4j.zeros(DataType.DOUBLE, 2, 2), ids, table));
    assertMessage(
        "rows of a table: found FLOAT of shape [1, 2], expected FLOAT of shape [2 or more, 2]",
        () -> RowLookup.sum(Nd4j.zeros(DataType.FLOAT, 1, 2), ids, table));
    assertMessage(
        "id of a row: found 3, expected 0 to 2",
        () -> RowLookup.fill(table, new int[] {0, 3}, Nd4j.zeros(DataType.FLOAT, 2, 2)));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
