package org.mmt4j.train;

import java.util.List;

/**
 * A video of a batch.
 *
 * @param source which data set
 * @param index which of its videos
 * @param captions numbers of its captions; empty to draw them
 */
record Draw(int source, int index, List<Integer> captions) {

  /** A video whose captions are drawn. */
  static Draw of(int source, int index) {
    return new Draw(source, index, List.of());
  }
}
