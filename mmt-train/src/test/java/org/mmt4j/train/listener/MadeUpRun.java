package org.mmt4j.train.listener;

import com.google.common.collect.ImmutableMap;
import java.util.Random;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.TrainingListener;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/** Reports of a fictitious run that is evaluated after every second step. */
final class MadeUpRun {

  private MadeUpRun() {}

  /** Calls the listener like a run; if {@code stepsBefore} is above 0, like a run that resumes. */
  static void follow(TrainingListener listener, int stepsBefore, int lastStep, int totalSteps) {
    listener.onStart(totalSteps);
    for (int step = stepsBefore + 1; step <= lastStep; step++) {
      listener.onStep(step(step, totalSteps));
      if (step % 2 == 0) {
        listener.onEvaluation(evaluation(step));
      }
    }
    listener.onEnd();
  }

  static StepReport step(int step, int totalSteps) {
    return new StepReport(step, totalSteps, 1.0 / step, 5e-5, 0.125);
  }

  static EvaluationReport evaluation(int step) {
    return new EvaluationReport(
        step, metrics(step), ImmutableMap.of("rgb", 0.75 - step / 100.0, "audio", 0.25));
  }

  /** Returns metrics of random similarities that improve with the step. */
  static RetrievalMetrics metrics(int step) {
    Random random = new Random(step);
    float[][] similarities = new float[20][20];
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 20; j++) {
        similarities[i][j] = random.nextFloat() + (i == j ? step / 10f : 0);
      }
    }
    return RetrievalMetrics.of(similarities);
  }
}
