package org.mmt4j.graph.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.fixtures.WithKernels;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Gradients;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

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
