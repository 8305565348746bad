package org.mmt4j.nn;

/** Rounding of sizes, so that few shapes of graph serve many batches. */
public final class Rounding {

  private Rounding() {}

  /** The smallest multiple of {@code step} that is at least {@code size}. */
  public static int up(int size, int step) {
    return (size + step - 1) / step * step;
  }
}
