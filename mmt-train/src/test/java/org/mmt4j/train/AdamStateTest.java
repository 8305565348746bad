package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.mmt4j.fixtures.NativeMemory;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.train.GradientSet.RowGradient;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AdamStateTest {

  private static final double NO_CLIPPING = Double.POSITIVE_INFINITY;
  private static final double[] RATES = {0.1, 0.05, 0.02, 0.1};

  /** One row per step; the last entries are so small that epsilon matters. */
  private static final double[][] GRADIENTS = {
    {1, -2, 1e-8}, {0.5, 3, -2e-9}, {0, -1, 3e-8}, {-4, 0, 1e-9}
  };

  @Test
  void stepsFollowTheFormula() {
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        AdamState adam = published(parameters)) {
      parameters.declare("w", Role.TRAINED, Initializer.constant(7), 3);
      double[] expected = {7, 7, 7};
      double[] first = new double[3];
      double[] second = new double[3];
      for (int step = 0; step < RATES.length; step++) {
        adam.update(whole("w", Nd4j.createFromArray(GRADIENTS[step])), RATES[step]);
        for (int i = 0; i < 3; i++) {
          double g = GRADIENTS[step][i];
          first[i] = 0.9 * first[i] + 0.1 * g;
          second[i] = 0.999 * second[i] + 0.001 * g * g;
          double mean = first[i] / (1 - Math.pow(0.9, step + 1));
          double scale = Math.sqrt(second[i] / (1 - Math.pow(0.999, step + 1))) + 1e-8;
          expected[i] -= RATES[step] * mean / scale;
        }
        // ND4J's op stores rate and betas in single precision: error 1e-7 for a step of 0.1
        assertArrayEquals(expected, parameters.get("w").toDoubleVector(), 1e-7, "step " + step);
      }
    }
  }

  @Test
  void parametersCanShareAGradientArray() {
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        AdamState adam = published(parameters)) {
      parameters.declare("a", Role.TRAINED, Initializer.constant(7), 3);
      parameters.declare("b", Role.TRAINED, Initializer.constant(7), 3);
      for (double[] values : GRADIENTS) {
        INDArray gradient = Nd4j.createFromArray(values);
        adam.update(
            new GradientSet(ImmutableMap.of("a", gradient, "b", gradient), ImmutableList.of()),
            0.1);
        assertEquals(Nd4j.createFromArray(values), gradient);
        assertEquals(parameters.get("a"), parameters.get("b"));
      }
    }
  }

  @Test
  void lookedUpRowsAreUpdatedLikeTheWholeTableExceptPadding() {
    int[][] ids = {{3, 1, 3}, {-1, 1, -1}, {2, 2, 3}};
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        AdamState adam = published(parameters)) {
      parameters.declare("rows", Role.TRAINED, Initializer.constant(1), 5, 2);
      parameters.declare("whole", Role.TRAINED, Initializer.constant(1), 5, 2);
      for (int step = 0; step < ids.length; step++) {
        INDArray rows = Nd4j.createFromArray(new double[][] {{1, -2}, {0.5, 3}, {-4, 0.1}});
        INDArray whole = Nd4j.zeros(DataType.DOUBLE, 5, 2);
        for (int i = 0; i < ids[step].length; i++) {
          if (ids[step][i] != -1) { // padding is not trained
            whole.getRow(ids[step][i]).addi(rows.getRow(i));
          }
        }
        adam.update(
            new GradientSet(
                ImmutableMap.of("whole", whole),
                ImmutableList.of(new RowGradient("rows", ids[step], rows))),
            RATES[step]);
        assertEquals(parameters.get("whole"), parameters.get("rows"), "step " + step);
      }
    }
  }

  @Test
  void weightDecayIsDecoupledAndAppliesToUntouchedRows() {
    Adam settings = Adam.PUBLISHED.withWeightDecay(0.5);
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        AdamState adam = new AdamState(parameters, settings, name -> 1, NO_CLIPPING)) {
      parameters.declare("rows", Role.TRAINED, Initializer.constant(2), 3, 2);
      parameters.declare("w", Role.TRAINED, Initializer.constant(2), 2);
      INDArray gradient = Nd4j.createFromArray(new double[][] {{4, -4}});
      adam.update(
          new GradientSet(
              ImmutableMap.of("w", gradient.getRow(0).dup()),
              ImmutableList.of(new RowGradient("rows", new int[] {1}, gradient))),
          0.1);
      // 2 (1 - 0.1 * 0.5) = 1.9; the first step of Adam has the size of the rate
      assertArrayEquals(new double[] {1.8, 2.0}, parameters.get("w").toDoubleVector(), 1e-7);
      assertArrayEquals(
          new double[] {1.9, 1.9, 1.8, 2.0, 1.9, 1.9},
          parameters.get("rows").dup().data().asDouble(),
          1e-7);
    }
  }

  @Test
  void clipsTheGradientNormOverAllParameters() {
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        AdamState adam = new AdamState(parameters, Adam.PUBLISHED, name -> 1, 1)) {
      parameters.declare("rows", Role.TRAINED, Initializer.constant(0), 3, 1);
      parameters.declare("w", Role.TRAINED, Initializer.constant(0), 1);
      INDArray rows = Nd4j.createFromArray(new double[][] {{1}, {3}});
      adam.update(
          new GradientSet(
              ImmutableMap.of("w", Nd4j.createFromArray(3.0)),
              ImmutableList.of(new RowGradient("rows", new int[] {2, 2}, rows))),
          0.1); // gradient norm 5
      ImmutableMap<String, INDArray> moments = adam.tensors();
      assertEquals(0.1 * 3 / 5, get(moments, "exp_avg.w").getDouble(0), 1e-8);
      assertEquals(0.1 * 4 / 5, get(moments, "rows.exp_avg.rows").getDouble(0), 1e-8);
      assertArrayEquals(new double[] {1, 3}, rows.dup().data().asDouble());
    }
  }

  @Test
  void parametersCanHaveTheirOwnLearningRate() {
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        AdamState adam =
            new AdamState(
                parameters, Adam.PUBLISHED, name -> name.equals("slow") ? 0.1 : 1, NO_CLIPPING)) {
      parameters.declare("slow", Role.TRAINED, Initializer.constant(1), 1);
      parameters.declare("fast", Role.TRAINED, Initializer.constant(1), 1);
      INDArray gradient = Nd4j.createFromArray(2.0);
      adam.update(
          new GradientSet(ImmutableMap.of("slow", gradient, "fast", gradient), ImmutableList.of()),
          0.1);
      assertEquals(0.99, parameters.get("slow").getDouble(0), 1e-7);
      assertEquals(0.9, parameters.get("fast").getDouble(0), 1e-7);
    }
  }

  @Test
  void meanOfSeveralBatchesEqualsOneBatchOfAllRows() {
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        GradientMean mean = new GradientMean(2);
        AdamState averaged = published(parameters);
        AdamState combined = published(parameters)) {
      parameters.declare("rows", Role.TRAINED, Initializer.constant(1), 4, 1);
      parameters.declare("w", Role.TRAINED, Initializer.constant(1), 1);
      mean.add(gradients(new int[] {1, 2}, 2, 4, 6));
      mean.add(gradients(new int[] {3, 2}, 8, 10, -2));
      averaged.update(mean.get(), 0.1);
      INDArray moved = parameters.get("rows").dup();
      parameters.get("rows").assign(1);
      combined.update(gradients(new int[] {1, 2, 3, 2}, 1, 2, 4, 5, 2), 0.1);
      assertEquals(parameters.get("rows"), moved);
      assertEquals(averaged.tensors(), combined.tensors());
      mean.clear();
      assertEquals(ImmutableList.of(), mean.get().rows());
      assertEquals(0, get(mean.get().whole(), "w").getDouble(0));
    }
  }

  /** Returns gradients; the first values are those of the rows, the last one is that of w. */
  private static GradientSet gradients(int[] ids, double... values) {
    double[] rows = Arrays.copyOf(values, ids.length);
    return new GradientSet(
        ImmutableMap.of("w", Nd4j.createFromArray(values[ids.length])),
        ImmutableList.of(
            new RowGradient("rows", ids, Nd4j.createFromArray(rows).reshape(ids.length, 1))));
  }

  private static INDArray get(ImmutableMap<String, INDArray> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name));
  }

  private static GradientSet whole(String name, INDArray gradient) {
    return new GradientSet(ImmutableMap.of(name, gradient), ImmutableList.of());
  }

  /** Returns Adam with the settings of the published configurations. */
  static AdamState published(Parameters parameters) {
    return new AdamState(parameters, Adam.PUBLISHED, name -> 1, NO_CLIPPING);
  }

  @Test
  void failedRestoreFreesItsCopies() throws Exception {
    int large = 1 << 18;
    try (Parameters parameters = new Parameters(DataType.FLOAT, 1);
        AdamState adam =
            new AdamState(parameters, Adam.PUBLISHED, name -> 1, Double.POSITIVE_INFINITY);
        INDArray first = Nd4j.zeros(DataType.FLOAT, large)) {
      parameters.declare("w", Parameters.Role.TRAINED, Initializer.constant(0), large);
      SavedTensors saved = new SavedTensors(Map.of("exp_avg.w", first)); // the other one is missing
      long growth =
          NativeMemory.growth(
              () -> assertThrows(IllegalArgumentException.class, () -> adam.restore(saved, 1)));
      assertTrue(growth < large, "bytes: " + growth);
    }
  }
}
