package org.mmt4j.graph;

import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives a new parameter its first values. */
@FunctionalInterface
public interface Initializer {

  /** Overwrites every element of {@code target}. */
  void fill(INDArray target, RandomGenerator random);

  /** Every element the same. */
  static Initializer constant(double value) {
    return (target, random) -> target.assign(value);
  }

  /** Normal distribution of mean 0. */
  static Initializer normal(double standardDeviation) {
    return (target, random) -> fillWith(target, () -> random.nextGaussian() * standardDeviation);
  }

  /** Uniform distribution over [-bound, bound). */
  static Initializer uniform(double bound) {
    return (target, random) -> fillWith(target, () -> (2 * random.nextDouble() - 1) * bound);
  }

  /** 0, 1, 2, .. */
  static Initializer range() {
    return (target, random) -> {
      int[] next = {0};
      fillWith(target, () -> next[0]++);
    };
  }

  /** The values of an array of the same shape, for instance a pretrained one. */
  static Initializer copyOf(INDArray values) {
    return (target, random) -> target.assign(values);
  }

  private static void fillWith(INDArray target, java.util.function.DoubleSupplier next) {
    var data = target.data();
    for (long i = 0; i < target.length(); i++) {
      data.put(i, next.getAsDouble());
    }
  }
}
