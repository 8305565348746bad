package org.mmt4j.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * Result of an evaluation during a training.
 *
 * @param step number of steps taken before the evaluation
 * @param metrics recalls and ranks in both directions
 * @param mixtureWeights by expert name, the mean mixture weight over the evaluated captions (paper,
 *     equation 7); empty if the model has no mixture weights
 */
public record EvaluationReport(
    int step, RetrievalMetrics metrics, Map<String, Double> mixtureWeights) {

  /** Copies the weights and keeps their order. */
  public EvaluationReport {
    mixtureWeights = Collections.unmodifiableMap(new LinkedHashMap<>(mixtureWeights));
  }
}
