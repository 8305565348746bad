package org.mmt4j.video;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.mmt4j.random.NumpyRandom;

/**
 * Chooses the K of an expert's n features that the encoder reads: all of them, in order, if n is at
 * most K; otherwise K different ones in order of their position, as in the authors' code. Also
 * draws the order of shuffled times.
 */
public abstract sealed class FeatureSampling {

  /** Sampling in evaluation: a video has the same embedding at every call. */
  private static final FeatureSampling EVALUATION = new Evaluation();

  private FeatureSampling() {}

  /** Returns the sampling in evaluation, which depends only on n and K. */
  public static FeatureSampling evaluation() {
    return EVALUATION;
  }

  /**
   * Returns the sampling in training, which is uniform over all subsets and all orders.
   *
   * @param random source of randomness; used K times if n is larger than K, and for orders
   */
  public static FeatureSampling random(RandomGenerator random) {
    return new Random(random);
  }

  /**
   * Chooses features.
   *
   * @param n number of features, at least 0
   * @param k largest number of features K, at least 1
   * @return min(n, K) ascending positions
   * @throws IllegalArgumentException if n or K is too small
   */
  public int[] choose(int n, int k) {
    requireSizes(n, k);
    if (n <= k) {
      return range(n);
    }
    int[] chosen = draw(n, k);
    Arrays.sort(chosen);
    return chosen;
  }

  /** Returns a permutation of the integers 0 to n - 1. */
  public int[] order(int n) {
    return draw(n, n);
  }

  /** Returns K unique integers from 0 to n - 1. */
  abstract int[] draw(int n, int k);

  /** {@code RandomState(0).choice(n, K, replace=False)}. */
  private static final class Evaluation extends FeatureSampling {

    @Override
    int[] draw(int n, int k) {
      return Arrays.copyOf(new NumpyRandom(0).permutation(n), k);
    }
  }

  private static final class Random extends FeatureSampling {

    private final RandomGenerator random;

    Random(RandomGenerator random) {
      this.random = random;
    }

    @Override
    int[] draw(int n, int k) {
      int[] positions = range(n);
      for (int i = 0; i < k; i++) {
        int other = random.nextInt(i, n);
        int swapped = positions[i];
        positions[i] = positions[other];
        positions[other] = swapped;
      }
      return Arrays.copyOf(positions, k);
    }
  }

  private static int[] range(int n) {
    int[] positions = new int[n];
    Arrays.setAll(positions, i -> i);
    return positions;
  }

  private static void requireSizes(int n, int k) {
    if (n < 0) {
      throw new IllegalArgumentException(
          "number of features: found " + n + ", expected at least 0");
    }
    if (k < 1) {
      throw new IllegalArgumentException(
          "largest number of features to keep: found " + k + ", expected at least 1");
    }
  }
}
