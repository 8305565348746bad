package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.device.Device;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Random graphs with their gradients on the GPU, or on the stand-in for one, as {@link
 * FusedGraphTest} has them for the CPU: "fused" are kernels of the GPU here, and "plain" are
 * operations of the host.
 */
@Tag("cuda-standin")
class CudaGraphTest {

  private static final int GRAPHS = 30;
  private static final int ROWS = 150;
  private static final int COLUMNS = 64;

  @Test
  void graphsRunOnTheDeviceThatThePropertyNames() {
    assertEquals(Device.cuda(), Device.standard());
  }

  @Test
  void resultsAndGradientsAreAsAccurateAsThoseOfTheHost() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < GRAPHS; i++) {
      FusedGraphTest.compare(random.nextLong(), random.nextInt(1, 11), shape(i, random));
    }
  }

  private static long[] shape(int number, SplittableRandom random) {
    if (number % 10 == 9) {
      return new long[] {300, 770};
    } else if (number % 4 > 0) {
      return new long[] {random.nextInt(1, 90), random.nextInt(1, 90)};
    }
    long length = random.nextInt(1, 20);
    return new long[] {random.nextInt(1, 6), random.nextInt(1, 6), length, length};
  }

  /**
   * Each of the 64 products of a sum, of factors up to 1, is off by up to twice the rounding of a
   * factor.
   */
  @ParameterizedTest
  @CsvSource({"TF32,12", "BFLOAT16,9"})
  void productsOfLargeMatricesRoundTheCurrentValuesOfTheirFactors(Precision precision, int bits) {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, ROWS, COLUMNS);
    try (Parameters parameters = new Parameters(DataType.FLOAT, 1, Device.cuda());
        BufferPool pool = new BufferPool();
        BufferPool other = new BufferPool()) {
      INDArray values =
          parameters.declare("w", Parameters.Role.TRAINED, Initializer.uniform(1), ROWS, COLUMNS);
      List<String> out = List.of(graph.mmul(x, graph.var("w", values), false, true, false).name());
      try (CompiledGraph exact =
              CompiledGraph.compile(graph, out, parameters, pool, Precision.FLOAT32);
          CompiledGraph rounded = CompiledGraph.compile(graph, out, parameters, other, precision)) {
        for (int run = 0; run < 2; run++) {
          parameters.get("w").muli(-0.7);
          for (CompiledGraph each : List.of(exact, rounded)) {
            Initializer.uniform(1).fill(each.input("x"), new SplittableRandom(run));
            each.run(1);
          }
          INDArray difference = exact.output(out.get(0)).sub(rounded.output(out.get(0)));
          double largest = difference.amaxNumber().doubleValue();
          assertTrue(
              largest > 0 && largest < COLUMNS * 2 * Math.pow(2, -bits), "off by " + largest);
        }
      }
    }
  }
}
