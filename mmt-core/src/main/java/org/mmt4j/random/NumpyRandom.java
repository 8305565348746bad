package org.mmt4j.random;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.random.MersenneTwister;

/**
 * NumPy's legacy generator {@code numpy.random.RandomState(seed)}. It reproduces exactly the draws
 * that the authors' code uses for dataset splits and for the selection of features.
 *
 * <p>MT19937 seeded by {@code init_genrand}. Integers below a bound use masked rejection on 32-bit
 * draws, as {@code randint} does. Shuffles use Fisher-Yates from the last position down. Inherited
 * methods that this class does not override use Java's algorithms, not NumPy's. Not thread-safe.
 */
public final class NumpyRandom implements RandomGenerator {

  private static final long UNSIGNED_INT = 0xffffffffL;

  private final MersenneTwister twister;

  /**
   * Creates a generator.
   *
   * @param seed 0 to 2^31 - 1
   * @throws IllegalArgumentException if the seed is negative
   */
  public NumpyRandom(int seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("seed: found " + seed + ", expected at least 0");
    }
    twister = new MersenneTwister(seed);
  }

  /** Returns the next raw draw, 0 to 2^32 - 1. */
  public long nextUnsignedInt() {
    return twister.nextInt() & UNSIGNED_INT;
  }

  /** Returns the next raw draw as 32 bits. */
  @Override
  public int nextInt() {
    return twister.nextInt();
  }

  /** Returns two raw draws, the first as the upper half. */
  @Override
  public long nextLong() {
    return nextUnsignedInt() << Integer.SIZE | nextUnsignedInt();
  }

  /** Returns {@code random_sample()}: uniform in [0, 1) with 53 bits from two raw draws. */
  @Override
  public double nextDouble() {
    long high = nextUnsignedInt() >>> 5;
    long low = nextUnsignedInt() >>> 6;
    return (high * 0x1p26 + low) / 0x1p53;
  }

  /**
   * Returns {@code randint(bound)}: uniform in 0 .. {@code bound} - 1. A bound of 1 does not change
   * the state of the generator.
   *
   * @throws IllegalArgumentException if the bound is less than 1
   */
  @Override
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound: found " + bound + ", expected at least 1");
    }
    if (bound == 1) {
      return 0;
    }
    int largest = bound - 1;
    int mask = -1 >>> Integer.numberOfLeadingZeros(largest);
    int draw = twister.nextInt() & mask;
    while (draw > largest) {
      draw = twister.nextInt() & mask;
    }
    return draw;
  }

  /** Returns {@code permutation(count)}: the integers 0 .. {@code count} - 1, shuffled. */
  public int[] permutation(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    for (int last = count - 1; last > 0; last--) {
      int other = nextInt(last + 1);
      int swapped = order[last];
      order[last] = order[other];
      order[other] = swapped;
    }
    return order;
  }
}
