package org.mmt4j.nn;

/** Rounding of sizes, so that a few graph shapes serve many batches. */
public final class Rounding {

  private Rounding() {}

  /** Returns the smallest multiple of {@code step} that is at least {@code size}. */
  public static int up(int size, int step) {
    return (size + step - 1) / step * step;
  }
}
