package org.mmt4j.graph;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sets the initial values of a new parameter. */
@FunctionalInterface
public interface Initializer {

  /** Overwrites every element of {@code target}. */
  void fill(INDArray target, RandomGenerator random);

  /** Returns an initializer that sets every element to the same value. */
  static Initializer constant(double value) {
    return (target, random) -> target.assign(value);
  }

  /** Returns an initializer that draws from a normal distribution with mean 0. */
  static Initializer normal(double standardDeviation) {
    return (target, random) -> fillWith(target, () -> random.nextGaussian() * standardDeviation);
  }

  /** Returns an initializer that draws from a uniform distribution over [-bound, bound). */
  static Initializer uniform(double bound) {
    return (target, random) -> fillWith(target, () -> (2 * random.nextDouble() - 1) * bound);
  }

  /** Returns an initializer that counts 0, 1, 2, .. in row-major order. */
  static Initializer range() {
    return (target, random) -> {
      int[] next = {0};
      fillWith(target, () -> next[0]++);
    };
  }

  /**
   * Returns an initializer that copies an array of the same shape, such as a pretrained one. It
   * throws {@link IllegalArgumentException} for a target of a different shape.
   */
  static Initializer copyOf(INDArray values) {
    return (target, random) -> {
      if (!Arrays.equals(values.shape(), target.shape())) {
        throw new IllegalArgumentException(
            "initial values: found shape "
                + Arrays.toString(values.shape())
                + ", expected "
                + Arrays.toString(target.shape()));
      }
      target.assign(values); // casts
    };
  }

  private static void fillWith(INDArray target, java.util.function.DoubleSupplier next) {
    var data = target.data();
    for (long i = 0; i < target.length(); i++) {
      data.put(i, next.getAsDouble());
    }
  }
}
