package org.mmt4j.train;

import org.mmt4j.data.CaptionedVideos;

/**
 * One of the data sets that a training draws from.
 *
 * @param weight how often videos are drawn from this data set, relative to the other weights
 */
public record TrainingSource(CaptionedVideos videos, double weight) {

  /**
   * Checks the weight.
   *
   * @throws IllegalArgumentException if it is not a positive number
   */
  public TrainingSource {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "weight of a data set: found " + weight + ", expected a positive number");
    }
  }
}
