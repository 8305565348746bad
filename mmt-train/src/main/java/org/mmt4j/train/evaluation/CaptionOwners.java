package org.mmt4j.train.evaluation;

import com.google.common.primitives.ImmutableIntArray;
import java.util.stream.IntStream;

/**
 * The captions that take part in an evaluation, and whose they are.
 *
 * @param captions numbers of the captions, in order
 * @param owners for each of them the video that it belongs to; every video has at least one
 * @param videos number of videos
 */
record CaptionOwners(ImmutableIntArray captions, ImmutableIntArray owners, int videos) {

  /**
   * All captions take part.
   *
   * @throws IllegalArgumentException if there is none, or naming the video that has none
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

  /** Number of captions that take part. */
  int size() {
    return captions.length();
  }
}
