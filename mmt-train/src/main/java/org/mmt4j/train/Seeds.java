package org.mmt4j.train;

import java.util.SplittableRandom;

/** Independent random numbers for each use and step of a run, all from one seed. */
final class Seeds {

  /** What the random numbers are for. */
  enum Use {
    ORDER(0),
    CAPTIONS(1),
    FEATURES(2),
    DROPOUT(3);

    private final long stream;

    Use(long stream) {
      this.stream = stream;
    }
  }

  private Seeds() {}

  static SplittableRandom of(long seed, Use use, int step) {
    long mixed = new SplittableRandom(seed).nextLong() + (use.stream << 32) + step;
    return new SplittableRandom(new SplittableRandom(mixed).nextLong());
  }
}
