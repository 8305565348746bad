package org.mmt4j.features;

/** How many bytes of one file may still be spent on something. */
final class Hdf5Budget {

  private final String what;
  private final long most;
  private long spent;

  /**
   * @param what it is for, such as "words"
   */
  Hdf5Budget(String what, long most) {
    this.what = what;
    this.most = most;
  }

  /**
   * Takes bytes away, before they are allocated.
   *
   * @throws Hdf5FormatException if that is more than there are
   */
  void spend(long bytes) {
    if (bytes < 0 || bytes > most - spent) {
      throw new Hdf5FormatException(
          "found more than " + most + " bytes of " + what + ", expected at most as many");
    }
    spent += bytes;
  }
}
