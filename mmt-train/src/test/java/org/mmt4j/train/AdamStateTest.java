package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AdamTest {

  private static final double[] RATES = {0.1, 0.05, 0.02, 0.1};

  /** One row a step; the last entry is so small that epsilon counts. */
  private static final double[][] GRADIENTS = {
    {1, -2, 1e-8}, {0.5, 3, -2e-9}, {0, -1, 3e-8}, {-4, 0, 1e-9}
  };

  @Test
  void stepsAreThoseOfTheFormula() {
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        Adam adam = new Adam(parameters)) {
      parameters.declare("w", Role.TRAINED, Initializer.constant(7), 3);
      double[] expected = {7, 7, 7};
      double[] first = new double[3];
      double[] second = new double[3];
      for (int step = 0; step < RATES.length; step++) {
        adam.update(Map.of("w", Nd4j.createFromArray(GRADIENTS[step])), List.of(), RATES[step]);
        for (int i = 0; i < 3; i++) {
          double g = GRADIENTS[step][i];
          first[i] = 0.9 * first[i] + 0.1 * g;
          second[i] = 0.999 * second[i] + 0.001 * g * g;
          double mean = first[i] / (1 - Math.pow(0.9, step + 1));
          double scale = Math.sqrt(second[i] / (1 - Math.pow(0.999, step + 1))) + 1e-8;
          expected[i] -= RATES[step] * mean / scale;
        }
        // ND4J's kernel holds rate and betas in single precision: 1e-7 of a step of 0.1.
        assertArrayEquals(expected, parameters.get("w").toDoubleVector(), 1e-7, "step " + step);
      }
    }
  }

  @Test
  void twoParametersMayShareTheArrayOfTheirGradient() {
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        Adam adam = new Adam(parameters)) {
      parameters.declare("a", Role.TRAINED, Initializer.constant(7), 3);
      parameters.declare("b", Role.TRAINED, Initializer.constant(7), 3);
      for (double[] values : GRADIENTS) {
        INDArray gradient = Nd4j.createFromArray(values);
        adam.update(ImmutableMap.of("a", gradient, "b", gradient), List.of(), 0.1);
        assertEquals(Nd4j.createFromArray(values), gradient);
        assertEquals(parameters.get("a"), parameters.get("b"));
      }
    }
  }

  @Test
  void lookedUpRowsMoveAsInTheWholeTableExceptPadding() {
    int[][] ids = {{3, 1, 3}, {0, 1, 0}, {2, 2, 3}};
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        Adam adam = new Adam(parameters)) {
      parameters.declare("rows", Role.TRAINED, Initializer.constant(1), 5, 2);
      parameters.declare("whole", Role.TRAINED, Initializer.constant(1), 5, 2);
      for (int step = 0; step < ids.length; step++) {
        INDArray rows = Nd4j.createFromArray(new double[][] {{1, -2}, {0.5, 3}, {-4, 0.1}});
        INDArray whole = Nd4j.zeros(DataType.DOUBLE, 5, 2);
        for (int i = 0; i < ids[step].length; i++) {
          if (ids[step][i] != 0) { // padding, which does not learn
            whole.getRow(ids[step][i]).addi(rows.getRow(i));
          }
        }
        adam.update(
            Map.of("whole", whole),
            List.of(new TrainingGraph.RowGradient("rows", ids[step], rows)),
            RATES[step]);
        assertEquals(parameters.get("whole"), parameters.get("rows"), "step " + step);
      }
    }
  }
}
