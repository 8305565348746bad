package org.mmt4j.io;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Ways to damage a file. */
enum Damage {
  /** One bit is another. */
  FLIP {
    @Override
    byte[] apply(byte[] whole, int place, int other) {
      byte[] damaged = whole.clone();
      damaged[place % whole.length] ^= (byte) (1 << (other % 8));
      return damaged;
    }
  },
  /** The end is missing. */
  CUT {
    @Override
    byte[] apply(byte[] whole, int place, int other) {
      return Arrays.copyOf(whole, place % whole.length);
    }
  },
  /** A few bytes from elsewhere stand in place of others. */
  SPLICE {
    @Override
    byte[] apply(byte[] whole, int place, int other) {
      byte[] damaged = whole.clone();
      int to = place % whole.length;
      int from = other % whole.length;
      int most = whole.length - Math.max(from, to);
      System.arraycopy(whole, from, damaged, to, Math.min(most, 1 + other % 23));
      return damaged;
    }
  };

  /** A copy damaged in a way and at places that the seed chooses. */
  static byte[] any(byte[] whole, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Damage damage = values()[random.nextInt(values().length)];
    return damage.apply(whole, random.nextInt(1 << 30), random.nextInt(1 << 30));
  }

  /** A damaged copy; both numbers are at least 0. */
  abstract byte[] apply(byte[] whole, int place, int other);
}
