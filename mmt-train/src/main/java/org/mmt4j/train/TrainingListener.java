package org.mmt4j.train;

import java.nio.file.Path;

/**
 * Follows a run of training. Methods are called by the thread that trains, in order; what they
 * throw ends the run.
 */
public interface TrainingListener {

  /** Called before the first step. */
  default void onStart(int totalSteps) {}

  /** Called after every step. */
  default void onStep(StepReport report) {}

  /**
   * Called after an evaluation, which may come before the first step, between steps, and at the
   * end.
   */
  default void onEvaluation(EvaluationReport report) {}

  /**
   * Called after a checkpoint is written.
   *
   * @param step number of steps taken before it
   * @param directory of the checkpoint
   */
  default void onCheckpoint(int step, Path directory) {}

  /** Called when the run fails, before {@link #onEnd}; the failure is thrown afterwards. */
  default void onFailure(Throwable failure) {}

  /** Called when training ends: after the last step, when it is stopped, or after a failure. */
  default void onEnd() {}
}
