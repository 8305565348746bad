package org.mmt4j.train;

import org.mmt4j.data.CaptionedVideos;

/**
 * A data set to train on.
 *
 * @param weight how often videos are drawn from it, in proportion to the weights of the others
 */
record Source(CaptionedVideos videos, double weight) {

  Source {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "weight of a data set: found " + weight + ", expected a positive number");
    }
  }
}
