package org.mmt4j.train;

import java.util.SplittableRandom;

/** Derives independent random numbers for each use and step of a training from one seed. */
final class Seeds {

  /** Purpose of the random numbers. */
  enum Use {
    ORDER(0),
    CAPTIONS(1),
    FEATURES(2),
    DROPOUT(3),
    MIXTURE(4),
    PARTS(5);

    private final long stream;

    Use(long stream) {
      this.stream = stream;
    }
  }

  private Seeds() {}

  static SplittableRandom of(long seed, Use use, int step) {
    return of(seed, use, 0, step);
  }

  /** Returns the random numbers of one data set. */
  static SplittableRandom of(long seed, Use use, int source, int step) {
    long mixed =
        new SplittableRandom(seed).nextLong() + ((long) source << 40) + (use.stream << 32) + step;
    return new SplittableRandom(new SplittableRandom(mixed).nextLong());
  }
}
