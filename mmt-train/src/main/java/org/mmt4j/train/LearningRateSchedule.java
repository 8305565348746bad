package org.mmt4j.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;

/**
 * Learning rate by step. Two schedules are equal if their kind and values are; they can be written
 * to JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LearningRateSchedule.Constant.class, name = "constant"),
  @JsonSubTypes.Type(
      value = LearningRateSchedule.ExponentialDecay.class,
      name = "exponentialDecay"),
  @JsonSubTypes.Type(value = LearningRateSchedule.Cosine.class, name = "cosine"),
  @JsonSubTypes.Type(value = LearningRateSchedule.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = LearningRateSchedule.OfSteps.class, name = "ofSteps"),
  @JsonSubTypes.Type(value = LearningRateSchedule.WarmUp.class, name = "warmUp")
})
public sealed interface LearningRateSchedule {

  /**
   * Returns the learning rate of a step, 0 or a positive number.
   *
   * @param step number of steps taken before this one, from 0
   */
  double rate(int step);

  /**
   * Returns the same rate at every step.
   *
   * @throws IllegalArgumentException if the rate is not positive and finite
   */
  static LearningRateSchedule constant(double rate) {
    return new Constant(rate);
  }

  /**
   * Returns a rate multiplied by a factor every n steps: {@code initial * factor^floor(step / n)}
   * (paper, section 4.2: 5e-5, times 0.95 every 1000 steps; 0.90 for ActivityNet).
   *
   * @throws IllegalArgumentException if the rate or the factor is not positive and finite, or
   *     {@code everySteps} is below 1
   */
  static LearningRateSchedule exponentialDecay(double initial, double factor, int everySteps) {
    return new ExponentialDecay(initial, factor, everySteps);
  }

  /**
   * Returns a rate that falls along half a cosine (Loshchilov and Hutter 2017): {@code initial * (1
   * + cos(pi * step / steps)) / 2}, and 0 after {@code steps}.
   *
   * @throws IllegalArgumentException if the rate is not positive and finite, or {@code steps} is
   *     below 1
   */
  static LearningRateSchedule cosine(double initial, int steps) {
    return new Cosine(initial, steps);
  }

  /**
   * Returns a rate that falls linearly: {@code initial * max(floor, 1 - step / steps)}.
   *
   * @param floor smallest fraction of the initial rate, 0 to 1
   * @throws IllegalArgumentException if the rate is not positive and finite, {@code steps} is below
   *     1, or the floor is not between 0 and 1
   */
  static LearningRateSchedule linear(double initial, int steps, double floor) {
    return new Linear(initial, steps, floor);
  }

  /**
   * Returns a schedule with a given rate for each step, for example to replay a training. Later
   * steps use the last rate.
   *
   * @throws IllegalArgumentException if there are no rates, or one is negative, NaN or infinite
   */
  static LearningRateSchedule ofSteps(double... rates) {
    return new OfSteps(Arrays.stream(rates).boxed().toList());
  }

  /**
   * Returns this schedule with a linear warm-up: the first {@code steps} rates are multiplied by
   * {@code (step + 1) / steps}.
   *
   * @throws IllegalArgumentException if {@code steps} is below 1
   */
  default LearningRateSchedule warmUp(int steps) {
    return new WarmUp(this, steps);
  }

  /** See {@link #constant}. */
  record Constant(double rate) implements LearningRateSchedule {
    /** Checks the rate. */
    public Constant {
      requirePositive("learning rate", rate);
    }

    @Override
    public double rate(int step) {
      return rate;
    }
  }

  /** See {@link #exponentialDecay}. */
  record ExponentialDecay(double initial, double factor, int everySteps)
      implements LearningRateSchedule {
    /** Checks the values. */
    public ExponentialDecay {
      requirePositive("learning rate", initial);
      requirePositive("decay factor", factor);
      requireSteps("steps between decays", everySteps);
    }

    @Override
    public double rate(int step) {
      return initial * Math.pow(factor, Math.floorDiv(step, everySteps));
    }
  }

  /** See {@link #cosine}. */
  record Cosine(double initial, int steps) implements LearningRateSchedule {
    /** Checks the values. */
    public Cosine {
      requirePositive("learning rate", initial);
      requireSteps("steps of the cosine", steps);
    }

    @Override
    public double rate(int step) {
      return initial * (1 + Math.cos(Math.PI * Math.min(1, (double) step / steps))) / 2;
    }
  }

  /** See {@link #linear}. */
  record Linear(double initial, int steps, double floor) implements LearningRateSchedule {
    /** Checks the values. */
    public Linear {
      requirePositive("learning rate", initial);
      requireSteps("steps of the linear decay", steps);
      if (!(floor >= 0 && floor <= 1)) {
        throw new IllegalArgumentException(
            "floor of the linear decay: found " + floor + ", expected 0 to 1");
      }
    }

    @Override
    public double rate(int step) {
      return initial * Math.max(floor, 1 - (double) step / steps);
    }
  }

  /** See {@link #ofSteps}. */
  record OfSteps(List<Double> rates) implements LearningRateSchedule {
    /** Checks the rates. */
    public OfSteps {
      rates = List.copyOf(rates);
      if (rates.isEmpty()) {
        throw new IllegalArgumentException("learning rates: found none, expected at least one");
      }
      for (double rate : rates) {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "learning rate: found " + rate + ", expected 0 or a positive number");
        }
      }
    }

    @Override
    public double rate(int step) {
      return rates.get(Math.min(step, rates.size() - 1));
    }
  }

  /** See {@link #warmUp}. */
  record WarmUp(LearningRateSchedule schedule, int steps) implements LearningRateSchedule {
    /** Checks the number of steps. */
    public WarmUp {
      requireSteps("steps of the warm-up", steps);
    }

    @Override
    public double rate(int step) {
      return schedule.rate(step) * Math.min(1, (step + 1.0) / steps);
    }
  }

  private static void requireSteps(String name, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(name + ": found " + steps + ", expected at least 1");
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + ": found " + value + ", expected a positive number");
    }
  }
}
