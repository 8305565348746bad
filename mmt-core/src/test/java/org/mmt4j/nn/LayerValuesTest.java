package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.mmt4j.similarity.MixtureWeights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers have known values in double precision, in a graph that SameDiff runs. */
class LayerValuesTest {

  /** Tolerance: the rounding of a few operations. */
  private static final double ROUNDING = 1e-14;

  private final Parameters parameters = new Parameters(DataType.DOUBLE, 1);

  @AfterEach
  void close() {
    parameters.close();
  }

  @Test
  void geluIsExact() {
    double[] points = {-30, -3, -1, -0.1, 0, 0.5, 1, 2.5, 30};
    double[] expected = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      expected[i] = points[i] / 2 * (1 + Erf.erf(points[i] / Math.sqrt(2)));
    }
    SDVariable x = scoring().graph().constant(Nd4j.createFromArray(points));
    assertArrayEquals(expected, Activations.gelu(x).eval().toDoubleVector(), ROUNDING);
  }

  @Test
  void l2NormalizeScalesRowsToUnitNormAndKeepsZeros() {
    INDArray x = Nd4j.createFromArray(new double[][] {{3, 4}, {0, 0}, {-5e-3, 0}, {0, 1e6}});
    double[][] y = Activations.l2Normalize(scoring().graph().constant(x)).eval().toDoubleMatrix();
    double[][] expected = {{0.6, 0.8}, {0, 0}, {-1, 0}, {0, 1}};
    for (int row = 0; row < expected.length; row++) {
      assertArrayEquals(expected[row], y[row], ROUNDING);
    }
  }

  @Test
  void layerNormOfAConstantRowEqualsTheBias() {
    LayerContext context = scoring();
    SDVariable x = context.graph().constant(Nd4j.createFromArray(new double[][] {{7, 7, 7}}));
    SDVariable y = LayerNorm.of(3).apply(context, x);
    parameters.assign("bias", Nd4j.createFromArray(1.0, 2.0, 3.0));
    assertArrayEquals(new double[] {1, 2, 3}, y.eval().toDoubleVector());
  }

  @Test
  void layerNormOfTwoValues() {
    LayerContext context = scoring();
    SDVariable x = context.graph().constant(Nd4j.createFromArray(new double[][] {{1, 3}}));
    double[] y = LayerNorm.of(2).apply(context, x).eval().toDoubleVector();
    assertArrayEquals(new double[] {-1, 1}, y, 1e-12); // epsilon
  }

  @Test
  void batchNormUsesRunningStatisticsWhenScoring() {
    LayerContext context = scoring();
    SDVariable x = context.graph().constant(Nd4j.createFromArray(new double[][] {{6}}));
    SDVariable y = new BatchNorm(1).apply(context, x, 1);
    parameters.assign("running_mean", Nd4j.createFromArray(2.0));
    parameters.assign("running_var", Nd4j.createFromArray(4 - 1e-5));
    assertEquals(2, y.eval().getDouble(0), ROUNDING);
  }

  @Test
  void batchNormMovesRunningStatisticsByATenthInTraining() {
    SameDiff graph = SameDiff.create();
    LayerContext context = LayerContext.training(graph, parameters);
    SDVariable x = graph.constant(Nd4j.createFromArray(new double[][] {{1}, {3}}));
    double[] y = new BatchNorm(1).apply(context, x, 2).eval().toDoubleVector();
    assertArrayEquals(new double[] {-1, 1}, y, 1e-5); // epsilon
    Map<String, SDVariable> statistics = context.statistics();
    assertEquals(0.2, statistics.get("running_mean").eval().getDouble(0), ROUNDING);
    // unbiased variance 2: 0.9 + 0.1 * 2
    assertEquals(1.1, statistics.get("running_var").eval().getDouble(0), ROUNDING);
    assertEquals(1, statistics.get("num_batches_tracked").eval().getDouble(0));
  }

  @Test
  void mixtureWeightsSumToOne() {
    LayerContext context = scoring();
    INDArray h = Nd4j.createUninitialized(DataType.DOUBLE, 5, 3);
    Initializer.normal(30).fill(h, new SplittableRandom(1));
    INDArray weights =
        new MixtureWeights("moe_fc_txt", ImmutableList.of("a", "b", "c", "d"), 3, new Dropout(0))
            .apply(context, context.graph().constant(h), 5)
            .eval();
    assertArrayEquals(new double[] {1, 1, 1, 1, 1}, weights.sum(1).toDoubleVector(), ROUNDING);
  }

  @Test
  void dropoutIsIdentityWhenScoring() {
    LayerContext context = scoring();
    SDVariable x = context.graph().constant(1.0);
    assertEquals(x, new Dropout(0.5).apply(context, x));
  }

  @Test
  void rejectsInvalidSizes() {
    Dropout none = new Dropout(0);
    assertRejected(
        "size of a linear layer's input: found 0, expected at least 1", () -> Linear.of(0, 1));
    assertRejected(
        "size of a linear layer's output: found -1, expected at least 1", () -> Linear.bert(1, -1));
    assertRejected("size of a layer norm: found 0, expected at least 1", () -> LayerNorm.of(0));
    assertRejected(
        "epsilon of a layer norm: found 0.0, expected a positive number",
        () -> new LayerNorm(1, 0));
    assertRejected("size of a batch norm: found 0, expected at least 1", () -> new BatchNorm(0));
    assertRejected(
        "rows of a batch norm in training: found 1, expected at least 2",
        () ->
            new BatchNorm(1)
                .apply(
                    LayerContext.training(SameDiff.create(), parameters),
                    scoring().graph().constant(1.0),
                    1));
    assertRejected(
        "entries of an embedding: found 0, expected at least 1", () -> new Embedding(0, 1));
    assertRejected(
        "heads of attention: found 3, expected a divisor of the hidden size 4",
        () -> new MultiHeadAttention(4, 3, none));
    assertRejected(
        "dropout probability: found 1.0, expected at least 0 and below 1", () -> new Dropout(1));
    assertRejected(
        "layers of a transformer encoder: found 0, expected at least 1",
        () -> new TransformerEncoder(0, new TransformerLayer(4, 2, 4, none, none, "norm", 1e-12)));
  }

  private LayerContext scoring() {
    return LayerContext.scoring(SameDiff.create(), parameters);
  }

  private static void assertRejected(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
