package org.mmt4j.train.ablation;

import org.mmt4j.train.evaluation.RetrievalMetrics;

/** What is done with a setup to get its metrics. */
@FunctionalInterface
public interface Experiment {

  /**
   * Metrics of a setup.
   *
   * @param seed of model and training
   */
  RetrievalMetrics run(Setup setup, long seed);
}
