package org.mmt4j.nn;

/** Checks of sizes that several layers share. */
final class Sizes {

  private Sizes() {}

  static void requirePositive(String thing, int found) {
    if (found < 1) {
      throw new IllegalArgumentException(thing + ": found " + found + ", expected at least 1");
    }
  }
}
