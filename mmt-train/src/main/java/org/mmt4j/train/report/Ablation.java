package org.mmt4j.train.report;

import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * Metrics of a variant of the model or of its input.
 *
 * @param name difference from the base model, such as "times shuffled"
 */
public record Ablation(String name, RetrievalMetrics metrics) {}
