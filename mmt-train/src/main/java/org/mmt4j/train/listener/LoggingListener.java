package org.mmt4j.train.listener;

import java.util.Locale;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.TrainingListener;
import org.slf4j.Logger;

/** Logs the loss of every n-th step and of the last step, and all evaluations, at level INFO. */
public final class LoggingListener implements TrainingListener {

  private final Logger logger;
  private final int everySteps;

  /**
   * Creates a listener that writes to a logger.
   *
   * @throws IllegalArgumentException if {@code everySteps} is below 1
   */
  public LoggingListener(Logger logger, int everySteps) {
    if (everySteps < 1) {
      throw new IllegalArgumentException(
          "steps between log lines: found " + everySteps + ", expected at least 1");
    }
    this.logger = logger;
    this.everySteps = everySteps;
  }

  @Override
  public void onStart(int totalSteps) {
    logger.info("training for {} steps", totalSteps);
  }

  @Override
  public void onStep(StepReport report) {
    if (report.step() % everySteps == 0 || report.step() == report.totalSteps()) {
      logger.info(
          "step {} of {}: loss {}, learning rate {}, {} s per step",
          report.step(),
          report.totalSteps(),
          String.format(Locale.ROOT, "%.4f", report.loss()),
          String.format(Locale.ROOT, "%.2e", report.learningRate()),
          String.format(Locale.ROOT, "%.3f", report.secondsPerStep()));
    }
  }

  @Override
  public void onEvaluation(EvaluationReport report) {
    logger.info("after step {}: {}", report.step(), report.metrics());
  }
}
