package org.mmt4j.graph.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.fixtures.WithKernels;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Gradients;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.ir.RowGather;
import org.mmt4j.graph.ir.RowSum;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RowMovesTest {

  private static final int SUMS = 5;
  private static final int COLUMNS = 3;

  @ParameterizedTest
  @CsvSource({"fused,1", "fused,2", "fused,7", "plain,1", "plain,2", "plain,7"})
  void sumsRowsByIdAndComputesTheGradient(String kernels, int rows) {
    int[] ids = IntStream.range(0, rows).map(row -> (3 * row + 4) % SUMS).toArray();
    float[] x = floats(rows * COLUMNS, 1);
    float[] weights = floats(SUMS * COLUMNS, 0.5f);
    float[] sums = new float[SUMS * COLUMNS];
    float[] gradient = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      int sum = ids[i / COLUMNS] * COLUMNS + i % COLUMNS;
      sums[sum] += x[i];
      gradient[i] = weights[sum];
    }
    WithKernels.of(
        kernels,
        () -> {
          requireSums(ids, x, weights, sums, gradient);
          return sums;
        });
  }

  /** 3 MiB, so that workers share columns or rows; sums and gathered rows are exact. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void workersMoveEveryPartOfLargeMatrices(int workers) {
    int rows = 1030;
    int columns = 770;
    INDArray x = Nd4j.create(DataType.FLOAT, rows, columns);
    int[] ids = new int[rows];
    float[] expected = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      ids[row] = 7 * row % 900;
      for (int column = 0; column < columns; column++) {
        float value = (row + column) % 1000;
        x.data().put((long) row * columns + column, value);
        expected[ids[row] * columns + column] += value;
      }
    }
    INDArray sums = Nd4j.ones(DataType.FLOAT, rows, columns);
    INDArray gathered = Nd4j.ones(DataType.FLOAT, rows, columns);
    INDArray idOfRow = Nd4j.createFromArray(ids);
    Workers.setCount(workers);
    try {
      RowKernels.prepare(new RowSum(x, idOfRow, sums)).run();
      RowKernels.prepare(new RowGather(sums, idOfRow, gathered)).run();
    } finally {
      Workers.setCount(0);
    }
    assertArrayEquals(expected, sums.data().asFloat());
    for (int row = 0; row < rows; row++) {
      assertEquals(sums.getRow(ids[row]), gathered.getRow(row), "row " + row);
    }
  }

  private static void requireSums(
      int[] ids, float[] x, float[] weights, float[] sums, float[] gradient) {
    SameDiff forward = SameDiff.create();
    SDVariable rows = forward.placeHolder("x", DataType.FLOAT, ids.length, COLUMNS);
    SDVariable idOfRow = forward.placeHolder("ids", DataType.INT32, ids.length);
    SDVariable factors = forward.placeHolder("weights", DataType.FLOAT, SUMS, COLUMNS);
    SDVariable summed = forward.unsortedSegmentSum("sums", rows, idOfRow, SUMS);
    SameDiff graph = Gradients.of(forward, summed.mul(factors).sum(), List.of("x"));
    try (BufferPool pool = new BufferPool();
        Parameters parameters = new Parameters(DataType.FLOAT, 1);
        CompiledGraph compiled =
            CompiledGraph.compile(
                graph, List.of("sums", Gradients.name(graph, "x")), parameters, pool)) {
      compiled.fill("x", x);
      compiled.fill("ids", ids);
      compiled.fill("weights", weights);
      compiled.run(1);
      assertArrayEquals(sums, compiled.output("sums").dup().data().asFloat());
      assertArrayEquals(
          gradient, compiled.output(Gradients.name(graph, "x")).dup().data().asFloat());
    }
  }

  /** Small multiples of the scale: sums are exact. */
  private static float[] floats(int length, float scale) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = scale * (i + 1);
    }
    return values;
  }
}
