package org.mmt4j.train;

/**
 * Thrown if training cannot continue because a loss or a parameter is NaN or infinite. Earlier
 * checkpoints are kept.
 */
public final class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int step;

  TrainingException(int step, String message) {
    super(message);
    this.step = step;
  }

  /** Returns the step that failed, counted from 1. */
  public int step() {
    return step;
  }
}
