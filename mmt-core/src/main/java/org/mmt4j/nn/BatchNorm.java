package org.mmt4j.nn;

import org.mmt4j.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Batch normalisation: {@code y = (x - mean) / sqrt(var + 1e-5) * weight + bias} for each column.
 *
 * <p>Training uses the mean and the biased variance of the batch, and moves the running statistics
 * a tenth of the way towards them (with the unbiased variance), as PyTorch does. Scoring uses the
 * running statistics. Parameters {@code weight}, {@code bias}; statistics {@code running_mean},
 * {@code running_var} (size) and {@code num_batches_tracked} (scalar).
 *
 * @param size the number of columns
 */
public record BatchNorm(int size) {

  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  public BatchNorm {
    Sizes.requirePositive("size of a batch norm", size);
  }

  /** Declares parameters and statistics for checkpoints only: no computation uses them. */
  public void declareUnused(LayerContext context) {
    context.unused("weight", Initializer.constant(1), size);
    context.unused("bias", Initializer.constant(0), size);
    runningMean(context);
    runningVariance(context);
    batches(context);
  }

  /**
   * Normalises columns.
   *
   * @param x (n, size)
   * @param n the number of rows, at least 2 when training
   * @return (n, size)
   * @throws IllegalArgumentException if training on fewer than 2 rows: their variance is undefined
   */
  public SDVariable apply(LayerContext context, SDVariable x, int n) {
    SDVariable weight = context.parameter("weight", Initializer.constant(1), size);
    SDVariable bias = context.parameter("bias", Initializer.constant(0), size);
    SDVariable runningMean = runningMean(context);
    SDVariable runningVariance = runningVariance(context);
    SDVariable batches = batches(context);
    SDVariable mean = runningMean;
    SDVariable variance = runningVariance;
    if (context.training()) {
      requireTwoRows(n);
      mean = x.mean(0); // (n, size) -> (size)
      SDVariable centered = x.sub(mean);
      variance = centered.mul(centered).mean(0);
      context.updateStatistic("running_mean", movingAverage(runningMean, mean));
      context.updateStatistic(
          "running_var", movingAverage(runningVariance, variance.mul(n / (n - 1.0))));
      context.updateStatistic("num_batches_tracked", batches.add(1));
    }
    SameDiff graph = context.graph();
    return x.sub(mean).mul(graph.math().rsqrt(variance.add(EPSILON))).mul(weight).add(bias);
  }

  private SDVariable runningMean(LayerContext context) {
    return context.statistic("running_mean", Initializer.constant(0), size);
  }

  private SDVariable runningVariance(LayerContext context) {
    return context.statistic("running_var", Initializer.constant(1), size);
  }

  private static SDVariable batches(LayerContext context) {
    return context.counter("num_batches_tracked");
  }

  private static SDVariable movingAverage(SDVariable running, SDVariable batch) {
    return running.mul(1 - MOMENTUM).add(batch.mul(MOMENTUM));
  }

  private static void requireTwoRows(int n) {
    if (n < 2) {
      throw new IllegalArgumentException(
          "rows of a batch norm in training: found " + n + ", expected at least 2");
    }
  }
}
