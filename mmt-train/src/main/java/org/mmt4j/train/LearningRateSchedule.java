package org.mmt4j.train;

/** Learning rate by step. */
@FunctionalInterface
public interface LearningRateSchedule {

  /**
   * Learning rate of a step.
   *
   * @param step number of steps taken before it, from 0 on
   */
  double rate(int step);

  /**
   * The same rate at every step.
   *
   * @throws IllegalArgumentException if the rate is not positive and finite
   */
  static LearningRateSchedule constant(double rate) {
    checkPositive("learning rate", rate);
    return step -> rate;
  }

  /**
   * A rate multiplied by a factor every n steps: {@code initial * factor^floor(step / n)} (paper,
   * section 4.2: 5e-5, times 0.95 every 1000 steps; 0.90 for ActivityNet).
   *
   * @throws IllegalArgumentException if rate or factor are not positive and finite, or {@code
   *     everySteps} is below 1
   */
  static LearningRateSchedule exponentialDecay(double initial, double factor, int everySteps) {
    checkPositive("learning rate", initial);
    checkPositive("decay factor", factor);
    if (everySteps < 1) {
      throw new IllegalArgumentException(
          "steps between decays: found " + everySteps + ", expected at least 1");
    }
    return step -> initial * Math.pow(factor, Math.floorDiv(step, everySteps));
  }

  private static void checkPositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + ": found " + value + ", expected a positive number");
    }
  }
}
