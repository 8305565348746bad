package org.mmt4j.features;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

/**
 * Seconds of a video, both ends included.
 *
 * @param start may be negative
 * @param end may be infinite
 */
record ClipSpan(double start, double end) {

  /** The whole video. */
  static final ClipSpan ALL = new ClipSpan(0, Double.POSITIVE_INFINITY);

  /** So many seconds with {@code middle} in their middle; the whole video if they are infinite. */
  static ClipSpan around(double middle, double seconds) {
    if (Double.isInfinite(seconds)) {
      return ALL;
    }
    double start = middle - seconds / 2;
    return new ClipSpan(start, start + seconds);
  }

  /**
   * The features inside, with times (t - start) / window, and maximum and mean over them. As in the
   * authors' code, a feature without a time counts as seen at second -1 where there is a clip.
   */
  VideoFeatures of(VideoFeatures video, double window) {
    if (equals(ALL) && window == 1) {
      return video;
    }
    Map<String, ExpertFeatures> inside = new HashMap<>();
    for (Map.Entry<String, ExpertFeatures> expert : video.experts().entrySet()) {
      ExpertFeatures features = expert.getValue();
      int[] rows = IntStream.range(0, features.count()).filter(i -> holds(features, i)).toArray();
      if (rows.length > 0) {
        inside.put(expert.getKey(), part(features, rows, window));
      }
    }
    return VideoFeatures.of(video.id(), inside);
  }

  private boolean holds(ExpertFeatures features, int row) {
    double time = features.time(row);
    return equals(ALL) || (start <= time && time <= end);
  }

  private ExpertFeatures part(ExpertFeatures features, int[] rows, double window) {
    float[][] values = new float[rows.length][];
    double[] times = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double time = features.time(rows[i]);
      boolean untimed = equals(ALL) && time == ExpertFeatures.UNKNOWN_TIME;
      values[i] = features.feature(rows[i]);
      times[i] = untimed ? time : (time - start) / window;
    }
    return ExpertFeatures.of(values, times);
  }
}
