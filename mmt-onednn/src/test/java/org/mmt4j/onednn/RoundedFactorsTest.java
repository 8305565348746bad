package org.mmt4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compiled graphs whose products read copies in bfloat16. */
class RoundedFactorsTest {

  private static final int ROWS = 150;
  private static final int COLUMNS = 64;

  /**
   * The sums of 64 products of two factors: each product is off by 2^-8, the sum of their sizes.
   */
  private static final double ROUNDING = 64 * 0x1p-8;

  @Example
  void productsThatShareAFactorReadItsCurrentValues() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, ROWS, COLUMNS);
    try (Parameters parameters = new Parameters(DataType.FLOAT, 1);
        BufferPool pool = new BufferPool()) {
      SDVariable w = parameter(graph, parameters, "w");
      SDVariable v = parameter(graph, parameters, "v");
      String first = graph.mmul(x, w, false, true, false).name();
      String second = graph.mmul(x, v, false, true, false).mul(2).name();
      List<String> outputs = List.of(first, second);
      try (CompiledGraph single =
              CompiledGraph.compile(graph, outputs, parameters, pool, Precision.FLOAT32);
          BufferPool other = new BufferPool();
          CompiledGraph half =
              CompiledGraph.compile(graph, outputs, parameters, other, Precision.BFLOAT16)) {
        SplittableRandom random = new SplittableRandom(1);
        for (int run = 0; run < 3; run++) {
          float[] values = new float[ROWS * COLUMNS];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
          }
          parameters.get("w").muli(-0.7);
          single.fill("x", values);
          half.fill("x", values);
          single.run(1);
          half.run(1);
          for (String output : outputs) {
            INDArray difference = single.output(output).sub(half.output(output));
            double largest = difference.amaxNumber().doubleValue();
            assertTrue(largest <= ROUNDING, "off by " + largest);
            boolean rounds = new OneDnnProducts().supports(Precision.BFLOAT16);
            assertEquals(rounds, largest > 0);
          }
        }
      }
    }
  }

  private static SDVariable parameter(SameDiff graph, Parameters parameters, String name) {
    return graph.var(
        name,
        parameters.declare(name, Parameters.Role.TRAINED, Initializer.uniform(1), ROWS, COLUMNS));
  }
}
