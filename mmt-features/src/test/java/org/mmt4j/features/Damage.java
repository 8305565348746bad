package org.mmt4j.features;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What can happen to a file: cut short, a piece copied over another, a byte overwritten. */
public final class Damage {

  private Damage() {}

  /** A damaged copy. */
  public static byte[] to(byte[] valid, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = valid.clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> {
        int length = 1 + random.nextInt(32);
        int from = random.nextInt(bytes.length - length);
        System.arraycopy(bytes, from, bytes, random.nextInt(bytes.length - length), length);
      }
      default -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
