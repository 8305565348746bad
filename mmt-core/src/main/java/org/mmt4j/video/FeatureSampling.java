package org.mmt4j.video;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.mmt4j.random.NumpyRandom;

/**
 * Which K of an expert's n features the encoder reads: all of them, in order, where n is at most K;
 * else K different ones in order of their position, as the authors' code chooses them.
 */
public final class FeatureSampling {

  private FeatureSampling() {}

  /**
   * The choice in evaluation: {@code RandomState(0).choice(n, K, replace=False)}, sorted. It
   * depends on n and K alone, so that a video has the same embedding at every call.
   *
   * @param n number of features, at least 0
   * @param k largest number K to keep, at least 1
   * @return min(n, K) ascending positions
   * @throws IllegalArgumentException if n or K is too small
   */
  public static int[] evaluation(int n, int k) {
    requireSizes(n, k);
    if (n <= k) {
      return range(n);
    }
    int[] chosen = Arrays.copyOf(new NumpyRandom(0).permutation(n), k);
    Arrays.sort(chosen);
    return chosen;
  }

  /**
   * The choice in training: every subset of K positions is as likely as any other.
   *
   * @param n number of features, at least 0
   * @param k largest number K to keep, at least 1
   * @param random drawn from only where n is larger than K, K times
   * @return min(n, K) ascending positions
   * @throws IllegalArgumentException if n or K is too small
   */
  public static int[] random(int n, int k, RandomGenerator random) {
    requireSizes(n, k);
    int[] positions = range(n);
    if (n <= k) {
      return positions;
    }
    for (int i = 0; i < k; i++) {
      int other = random.nextInt(i, n);
      int swapped = positions[i];
      positions[i] = positions[other];
      positions[other] = swapped;
    }
    int[] chosen = Arrays.copyOf(positions, k);
    Arrays.sort(chosen);
    return chosen;
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
