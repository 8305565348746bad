package org.mmt4j.train;

import java.io.IOException;
import java.util.function.ToDoubleFunction;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideos;
import org.mmt4j.train.evaluation.EmbeddedVideos;
import org.mmt4j.train.evaluation.Evaluator;
import org.mmt4j.train.evaluation.MixtureWeightMeans;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * Validation videos of a training.
 *
 * @param everySteps steps between evaluations; one more evaluation follows the last step
 * @param score score of an evaluation; higher is better
 * @param patience number of evaluations without improvement after which training stops; 0 for never
 */
record Validation(
    CaptionedVideos videos,
    int everySteps,
    ToDoubleFunction<RetrievalMetrics> score,
    int patience) {

  Validation {
    if (videos.size() == 0) {
      throw new IllegalArgumentException("validation videos: found none, expected at least one");
    }
  }

  boolean isDue(int step) {
    return step % everySteps == 0;
  }

  boolean stopsEarly() {
    return patience > 0;
  }

  boolean isOver(Progress progress) {
    return stopsEarly() && progress.evaluationsSince() >= patience;
  }

  EvaluationReport evaluate(MmtModel model, int step) throws IOException {
    EmbeddedVideos embedded = Evaluator.of(model).embed(videos);
    return new EvaluationReport(
        step, embedded.metrics(), MixtureWeightMeans.of(model, embedded.captions()));
  }

  double score(EvaluationReport report) {
    double found = score.applyAsDouble(report.metrics());
    if (Double.isNaN(found)) { // no later score would be higher
      throw new IllegalArgumentException(
          "score of the evaluation after step " + report.step() + ": found NaN, expected a number");
    }
    return found;
  }
}
