package org.mmt4j.cuda;

/**
 * How many threads run a kernel.
 *
 * @param x blocks along the first axis; y along the second
 * @param threads of a block
 */
record Grid(int x, int y, int threads) {

  private static final int THREADS = 256;

  /** Returns a grid with a thread for each element. */
  static Grid of(long elements) {
    return new Grid(Math.toIntExact((elements + THREADS - 1) / THREADS), 1, THREADS);
  }
}
