package org.mmt4j.train;

import java.nio.file.Path;

/**
 * Where and how often a training writes checkpoints, from which it resumes after a crash or power
 * failure:
 *
 * <pre>
 * DIRECTORY/step-000002000/model/                 a model directory
 * DIRECTORY/step-000002000/optimizer.safetensors  Adam's moments
 * DIRECTORY/step-000002000/trainer.json           step, settings, best evaluation, checksums
 * DIRECTORY/best-000001000/                       the model of the best evaluation, if any
 * </pre>
 *
 * <p>Writes are atomic: each directory is written under a temporary name, synced, then renamed.
 *
 * <pre>{@code
 * Trainer.of(config).checkpoints(Checkpoints.in(directory).everySteps(500)).fit(model, pairs);
 * }</pre>
 *
 * <p>If the directory holds checkpoints, the training resumes from the newest complete one. On the
 * CPU and with the same number of threads, the result is bit-identical to that of an uninterrupted
 * training.
 *
 * @param directory directory for the checkpoints of this training only
 * @param everySteps steps between checkpoints; one more is written after the last step
 * @param keepLast number of newest checkpoints to keep
 */
public record Checkpoints(Path directory, int everySteps, int keepLast) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is below 1
   */
  public Checkpoints {
    requirePositive("steps between checkpoints", everySteps);
    requirePositive("checkpoints to keep", keepLast);
  }

  /** Returns the defaults: a checkpoint every 1000 steps, and the last two are kept. */
  public static Checkpoints in(Path directory) {
    return new Checkpoints(directory, 1000, 2);
  }

  /** Returns a copy with a different number of steps between checkpoints. */
  public Checkpoints everySteps(int steps) {
    return new Checkpoints(directory, steps, keepLast);
  }

  /** Returns a copy that keeps a different number of checkpoints. */
  public Checkpoints keepLast(int count) {
    return new Checkpoints(directory, everySteps, count);
  }

  private static void requirePositive(String what, int found) {
    if (found < 1) {
      throw new IllegalArgumentException(what + ": found " + found + ", expected at least 1");
    }
  }
}
