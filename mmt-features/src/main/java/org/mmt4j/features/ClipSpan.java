package org.mmt4j.features;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

/**
 * A range of seconds of a video, both ends included.
 *
 * @param start first second; may be negative
 * @param end last second; may be infinite
 */
record ClipSpan(double start, double end) {

  /** The whole video. */
  static final ClipSpan ALL = new ClipSpan(0, Double.POSITIVE_INFINITY);

  /**
   * Returns a range of {@code seconds} seconds with {@code middle} at its center, or the whole
   * video if {@code seconds} is infinite.
   */
  static ClipSpan around(double middle, double seconds) {
    if (Double.isInfinite(seconds)) {
      return ALL;
    }
    double start = middle - seconds / 2;
    return new ClipSpan(start, start + seconds);
  }

  /**
   * Returns the features inside this range, with times (t - start) / window. The maximum and the
   * mean are computed over these features. As in the reference, a feature without a time has second
   * -1 if there is a clip.
   */
  VideoFeatures select(VideoFeatures video, double window) {
    if (equals(ALL) && window == 1) {
      return video;
    }
    Map<String, ExpertFeatures> inside = new HashMap<>();
    for (Map.Entry<String, ExpertFeatures> expert : video.experts().entrySet()) {
      ExpertFeatures features = expert.getValue();
      int[] rows =
          IntStream.range(0, features.count()).filter(i -> contains(features, i)).toArray();
      if (rows.length > 0) {
        inside.put(expert.getKey(), select(features, rows, window));
      }
    }
    return VideoFeatures.of(video.id(), inside);
  }

  private boolean contains(ExpertFeatures features, int row) {
    double time = features.time(row);
    return equals(ALL) || (start <= time && time <= end);
  }

  private ExpertFeatures select(ExpertFeatures features, int[] rows, double window) {
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
