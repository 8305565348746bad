package org.mmt4j.train;

import org.mmt4j.nn.ParameterNames;

/**
 * Parameters with their own learning rate.
 *
 * @param names names of the parameters
 * @param factor factor of the schedule's learning rate
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
              + ", expected a positive number; to keep parameters unchanged, use TrainingConfig.Builder.freeze");
    }
  }
}
