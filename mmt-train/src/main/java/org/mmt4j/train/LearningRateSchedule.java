package org.mmt4j.train;

/** Learning rate by step. */
@FunctionalInterface
public interface LearningRateSchedule {

  /**
   * Learning rate of a step, 0 or a positive number.
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
    checkSteps("steps between decays", everySteps);
    return step -> initial * Math.pow(factor, Math.floorDiv(step, everySteps));
  }

  /**
   * A rate that falls along half a cosine (Loshchilov and Hutter 2017): {@code initial * (1 +
   * cos(pi * step / steps)) / 2}, and stays 0 from then on.
   *
   * @throws IllegalArgumentException if the rate is not positive and finite, or {@code steps} is
   *     below 1
   */
  static LearningRateSchedule cosine(double initial, int steps) {
    checkPositive("learning rate", initial);
    checkSteps("steps of the cosine", steps);
    return step -> initial * (1 + Math.cos(Math.PI * Math.min(1, (double) step / steps))) / 2;
  }

  /**
   * This schedule, times {@code (step + 1) / steps} for the first steps.
   *
   * @throws IllegalArgumentException if {@code steps} is below 1
   */
  default LearningRateSchedule warmUp(int steps) {
    checkSteps("steps of the warm-up", steps);
    return step -> rate(step) * Math.min(1, (step + 1.0) / steps);
  }

  private static void checkSteps(String name, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(name + ": found " + steps + ", expected at least 1");
    }
  }

  private static void checkPositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + ": found " + value + ", expected a positive number");
    }
  }
}
