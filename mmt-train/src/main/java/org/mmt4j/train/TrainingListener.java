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

  /** When training ends, after the last step or on an error. */
  default void onEnd() {}
}
