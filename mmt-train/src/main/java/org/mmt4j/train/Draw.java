package org.mmt4j.train;

import java.util.List;

/**
 * A video of a batch.
 *
 * @param source index of the data set
 * @param index index of the video in the data set
 * @param captions indices of its captions; empty to draw them
 */
record Draw(int source, int index, List<Integer> captions) {

  /** Returns a video whose captions are drawn. */
  static Draw of(int source, int index) {
    return new Draw(source, index, List.of());
  }
}
