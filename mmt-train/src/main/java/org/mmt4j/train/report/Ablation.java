package org.mmt4j.train.report;

import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * Metrics of a variant of the model or of its input.
 *
 * @param name what is different, such as "times shuffled"
 */
public record Ablation(String name, RetrievalMetrics metrics) {}
