package org.mmt4j.train;

import java.util.function.Predicate;

/**
 * Parameters with a learning rate of their own.
 *
 * @param names of the parameters
 * @param factor by which their rate is larger than the schedule's
 */
record RateGroup(Predicate<String> names, double factor) {

  RateGroup {
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException(
          "learning rate factor: found "
              + factor
              + ", expected a positive number; Trainer.freeze is for parameters that stay");
    }
  }
}
