package org.mmt4j.train;

/**
 * Follows a run of training. Methods are called by the thread that trains, in order; what they
 * throw ends the run.
 */
public interface TrainingListener {

  /** Before the first step. */
  default void onStart(int totalSteps) {}

  /** After every step. */
  default void onStep(StepReport report) {}

  /** After an evaluation, which may come before the first step, between steps, and at the end. */
  default void onEvaluation(EvaluationReport report) {}

  /** When training ends, after the last step or on an error. */
  default void onEnd() {}
}
