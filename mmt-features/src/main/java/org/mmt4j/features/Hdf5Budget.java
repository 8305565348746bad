package org.mmt4j.features;

/** The number of bytes that reading one file may still use for one purpose. */
final class Hdf5Budget {

  private final String what;
  private final long max;
  private long spent;

  /**
   * Creates a budget.
   *
   * @param what name of the purpose in messages, such as "words"
   * @param max number of bytes
   */
  Hdf5Budget(String what, long max) {
    this.what = what;
    this.max = max;
  }

  /**
   * Takes bytes from the budget, before they are allocated.
   *
   * @throws Hdf5FormatException if fewer bytes are left
   */
  void spend(long bytes) {
    if (bytes < 0 || bytes > max - spent) {
      throw new Hdf5FormatException(
          "expected at most " + max + " bytes of " + what + ", found more");
    }
    spent += bytes;
  }
}
