package org.mmt4j.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmt4j.graph.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Adam as PyTorch computes it (Kingma and Ba; paper, section 4.2). For the gradient g of step t:
 *
 * <pre>
 *   m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2
 *   p = p - rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon)
 * </pre>
 *
 * <p>with b1 = 0.9, b2 = 0.999, epsilon = 1e-8. Rows of a lookup table that no batch has asked for
 * yet have m = v = 0 and do not move, so they are left out; the others are updated in every step,
 * as PyTorch updates all.
 */
final class Adam implements AutoCloseable {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private record Moments(INDArray first, INDArray second) {}

  private final Parameters parameters;
  private final Map<String, Moments> dense = new LinkedHashMap<>();
  private final Map<String, TouchedRows> rows = new LinkedHashMap<>();
  private INDArray scratch; // of the largest parameter so far
  private int step;

  Adam(Parameters parameters) {
    this.parameters = parameters;
    this.scratch = Nd4j.createUninitialized(parameters.dataType(), 1);
  }

  /**
   * One step. Gradients stay as they are: two parameters may share one.
   *
   * @param rate learning rate
   */
  void update(
      Map<String, INDArray> gradients, List<TrainingGraph.RowGradient> rowGradients, double rate) {
    gradients.forEach(
        (name, gradient) -> {
          Moments moments = dense.computeIfAbsent(name, n -> zeros(gradient));
          update(parameters.get(name), gradient, moments.first, moments.second, rate);
        });
    for (TrainingGraph.RowGradient row : rowGradients) {
      INDArray table = parameters.get(row.table());
      TouchedRows touched = rows.computeIfAbsent(row.table(), n -> new TouchedRows(table));
      INDArray gradient = touched.sum(row.ids(), row.gradient());
      touched.apply((values, first, second) -> update(values, gradient, first, second, rate));
      gradient.close();
    }
    step++;
  }

  private void update(
      INDArray values, INDArray gradient, INDArray first, INDArray second, double rate) {
    // ND4J's kernel adds its epsilon to sqrt(v) before the correction by sqrt(1 - b2^t)
    double epsilon = EPSILON * Math.sqrt(1 - Math.pow(BETA2, step + 1));
    INDArray change = changeOf(values);
    DynamicCustomOp kernel =
        DynamicCustomOp.builder("adam_updater")
            .addInputs(gradient, second, first)
            .addOutputs(change, second, first)
            .addFloatingPointArguments(rate, BETA1, BETA2, epsilon)
            .addIntegerArguments(step)
            .build();
    Nd4j.exec(kernel);
    values.subi(change);
  }

  /** Memory for the change of a parameter. */
  private INDArray changeOf(INDArray values) {
    if (scratch.length() < values.length()) {
      scratch.close();
      scratch = Nd4j.createUninitialized(values.dataType(), values.length());
    }
    return scratch.get(NDArrayIndex.interval(0, values.length())).reshape(values.shape());
  }

  private static Moments zeros(INDArray like) {
    return new Moments(Nd4j.zerosLike(like), Nd4j.zerosLike(like));
  }

  @Override
  public void close() {
    scratch.close();
    dense
        .values()
        .forEach(
            moments -> {
              moments.first.close();
              moments.second.close();
            });
    rows.values().forEach(TouchedRows::close);
  }
}
