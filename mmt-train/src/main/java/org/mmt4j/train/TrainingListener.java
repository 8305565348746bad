package org.mmt4j.train;

import java.nio.file.Path;

/**
 * Receives the events of a training run. The training thread calls the methods in order. An
 * exception of a listener ends the run.
 *
 * <p>A run that fails before its first step, for example because its checkpoint cannot be read,
 * calls no method. If {@link #onStart} returns, {@link #onEnd} is called once, whatever happens. If
 * it throws, no other method of this listener is called, but those of listeners that have started.
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
   * @param step number of steps taken before the checkpoint
   * @param directory directory of the checkpoint
   */
  default void onCheckpoint(int step, Path directory) {}

  /** Called when the run fails, before {@link #onEnd}; the failure is thrown afterwards. */
  default void onFailure(Throwable failure) {}

  /**
   * Called once for each {@link #onStart} that returned: after the last step, after a stop, or
   * after a failure.
   */
  default void onEnd() {}
}
