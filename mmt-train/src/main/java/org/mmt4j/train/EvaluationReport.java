package org.mmt4j.train;

import com.google.common.collect.ImmutableMap;
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
    int step, RetrievalMetrics metrics, ImmutableMap<String, Double> mixtureWeights) {}
