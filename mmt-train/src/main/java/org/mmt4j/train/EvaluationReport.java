package org.mmt4j.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * What an evaluation during a run found.
 *
 * @param step number of steps taken before it
 * @param metrics recalls and ranks in both directions
 * @param mixtureWeights by name of expert, the mean over the evaluated captions of the weight that
 *     the caption gives the expert (paper, equation 7); empty where the model has none
 */
public record EvaluationReport(
    int step, RetrievalMetrics metrics, Map<String, Double> mixtureWeights) {

  /** Copies the weights, in their order. */
  public EvaluationReport {
    mixtureWeights = Collections.unmodifiableMap(new LinkedHashMap<>(mixtureWeights));
  }
}
