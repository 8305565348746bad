package org.mmt4j.train.evaluation;

import com.google.common.primitives.ImmutableIntArray;
import java.util.stream.IntStream;

/**
 * The captions of an evaluation and the video that each belongs to.
 *
 * @param captions indices of the evaluated captions, in order
 * @param owners index of the video of each caption; every video has at least one caption
 * @param videos number of videos
 */
record CaptionOwners(ImmutableIntArray captions, ImmutableIntArray owners, int videos) {

  /**
   * Returns the owners when all captions are evaluated.
   *
   * @throws IllegalArgumentException if there are no captions, or a video has none; the message
   *     names the video
   */
  static CaptionOwners of(ImmutableIntArray owners) {
    int videos = owners.stream().max().orElse(-1) + 1;
    if (videos == 0) {
      throw new IllegalArgumentException("captions: found none, expected at least one");
    }
    boolean[] has = new boolean[videos];
    owners.forEach(video -> has[video] = true);
    for (int video = 0; video < videos; video++) {
      if (!has[video]) {
        throw new IllegalArgumentException(
            "captions of video %d: found none, expected at least one".formatted(video));
      }
    }
    return new CaptionOwners(
        ImmutableIntArray.copyOf(IntStream.range(0, owners.length())), owners, videos);
  }

  /** Returns the number of evaluated captions. */
  int size() {
    return captions.length();
  }
}
