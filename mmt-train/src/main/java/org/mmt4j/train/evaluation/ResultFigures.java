package org.mmt4j.train.evaluation;

import com.google.common.collect.ImmutableMap;

/** All figures of an evaluation by name: those of {@link RetrievalMetrics#toMap} and two means. */
final class ResultFigures {

  private static final String GEOMETRIC_MEAN = "geometric_mean_R1-R5-R10";

  private ResultFigures() {}

  static ImmutableMap<String, Double> of(RetrievalMetrics metrics) {
    return ImmutableMap.<String, Double>builder()
        .putAll(metrics.toMap())
        .put("t2v." + GEOMETRIC_MEAN, metrics.textToVideo().geometricMean())
        .put("v2t." + GEOMETRIC_MEAN, metrics.videoToText().geometricMean())
        .buildOrThrow();
  }
}
