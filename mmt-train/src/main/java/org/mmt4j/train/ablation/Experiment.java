package org.mmt4j.train.ablation;

import org.mmt4j.train.evaluation.RetrievalMetrics;

/** Measures the metrics of a setup. */
@FunctionalInterface
public interface Experiment {

  /**
   * Returns the metrics of a setup.
   *
   * @param seed seed of model and training
   */
  RetrievalMetrics run(Setup setup, long seed);
}
