package org.mmt4j.train;

import org.mmt4j.nn.ParameterNames;

/**
 * Parameters with a learning rate of their own.
 *
 * @param names of the parameters
 * @param factor by which the rate of the schedule is multiplied
 */
public record RateGroup(ParameterNames names, double factor) {

  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is not a positive number
   */
  public RateGroup {
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException(
          "learning rate factor: found "
              + factor
              + ", expected a positive number; TrainingConfig.freeze is for parameters that stay");
    }
  }
}
