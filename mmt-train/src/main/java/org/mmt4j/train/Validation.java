package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.function.ToDoubleFunction;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.train.evaluation.Evaluator;
import org.mmt4j.train.evaluation.MixtureWeightMeans;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * Videos that a training evaluates itself on as it goes.
 *
 * @param everySteps steps between evaluations; there is one after the last step, too
 * @param score of an evaluation, larger is better
 * @param patience evaluations without a better one after which training stops, 0 for never
 */
record Validation(
    ImmutableList<CaptionedVideo> videos,
    int everySteps,
    ToDoubleFunction<RetrievalMetrics> score,
    int patience) {

  Validation {
    if (videos.isEmpty() || everySteps < 1 || patience < 0) {
      throw new IllegalArgumentException(
          "validation: found %d videos, every %d steps, patience of %d evaluations; expected at least 1, 1 and 0"
              .formatted(videos.size(), everySteps, patience));
    }
  }

  boolean isDue(int step) {
    return step % everySteps == 0;
  }

  boolean stopsEarly() {
    return patience > 0;
  }

  /** When training stops, in words. */
  String describe() {
    return "after %d evaluations, every %d steps, with %s"
        .formatted(patience, everySteps, videos.stream().map(video -> video.video().id()).toList());
  }

  boolean isOver(Progress progress) {
    return stopsEarly() && progress.evaluationsSince() >= patience;
  }

  EvaluationReport evaluate(MmtModel model, int step) {
    return new EvaluationReport(step, Evaluator.of(model).evaluate(videos), weights(model));
  }

  private ImmutableMap<String, Double> weights(MmtModel model) {
    return MixtureWeightMeans.of(
        model, videos.stream().map(video -> video.captions().get(0)).toList());
  }

  double score(EvaluationReport report) {
    return score.applyAsDouble(report.metrics());
  }
}
