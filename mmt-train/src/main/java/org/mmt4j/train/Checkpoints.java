package org.mmt4j.train;

import java.nio.file.Path;

/**
 * Where and how often a training writes down all it needs to go on after a power failure:
 *
 * <pre>
 * DIRECTORY/step-000002000/model/                 a model directory
 * DIRECTORY/step-000002000/optimizer.safetensors  Adam's moments
 * DIRECTORY/step-000002000/trainer.json           step, settings, best evaluation, checksums
 * DIRECTORY/best-000001000/                       the model of the best evaluation, if there is any
 * </pre>
 *
 * <p>Each appears whole or not at all: it is written under a temporary name, synced, then renamed.
 *
 * <pre>{@code
 * Trainer.on(model).data(pairs).checkpoints(Checkpoints.in(directory).everySteps(500)).run();
 * }</pre>
 *
 * <p>A training whose directory holds checkpoints goes on from the newest whole one. On the CPU,
 * with the same number of threads, it then ends with the same bits as one that was never stopped.
 *
 * @param directory of this one training
 * @param everySteps steps between checkpoints; there is one after the last step, too
 * @param keepLast how many of the newest stay
 */
public record Checkpoints(Path directory, int everySteps, int keepLast) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is below 1
   */
  public Checkpoints {
    requirePositive("steps between checkpoints", everySteps);
    requirePositive("checkpoints to keep", keepLast);
  }

  /** Every 1000 steps; the last two stay. */
  public static Checkpoints in(Path directory) {
    return new Checkpoints(directory, 1000, 2);
  }

  /** The same with another number of steps between checkpoints. */
  public Checkpoints everySteps(int steps) {
    return new Checkpoints(directory, steps, keepLast);
  }

  /** The same with another number of checkpoints that stay. */
  public Checkpoints keepLast(int count) {
    return new Checkpoints(directory, everySteps, count);
  }

  private static void requirePositive(String what, int found) {
    if (found < 1) {
      throw new IllegalArgumentException(what + ": found " + found + ", expected at least 1");
    }
  }
}
