package org.mmt4j.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

/**
 * Splits the features of a long video into overlapping windows of time, so that a search says when
 * something happens. Features are computed once; windows select them.
 *
 * @param seconds length of a window, positive
 * @param step seconds from the start of a window to the start of the next; positive
 */
public record TimeWindows(double seconds, double step) {

  /** Windows of 30 seconds, every 15 seconds. */
  public static final TimeWindows DEFAULT = new TimeWindows(30, 15);

  /**
   * A part of a video.
   *
   * @param video id of the video
   * @param start second at which it starts
   * @param end second at which it ends
   * @param features with times from the start of the window; the id is {@code ID@START-END}
   */
  public record Window(String video, double start, double end, VideoFeatures features) {}

  public TimeWindows {
    if (!(seconds > 0) || !(step > 0) || Double.isInfinite(seconds) || Double.isInfinite(step)) {
      throw new IllegalArgumentException(
          "windows: found " + seconds + " s every " + step + " s, expected positive finite values");
    }
  }

  /**
   * Returns the windows of a video, in order: the first at second 0, the last one reaches the last
   * feature. A feature is in the windows within which its time is; one without a time is in all.
   */
  public List<Window> split(VideoFeatures video) {
    double last = 0;
    for (ExpertFeatures features : video.experts().values()) {
      for (int i = 0; i < features.count(); i++) {
        last = Math.max(last, features.time(i));
      }
    }
    List<Window> windows = new ArrayList<>();
    double start = 0;
    windows.add(window(video, start));
    while (start + seconds <= last) {
      start = windows.size() * step;
      windows.add(window(video, start));
    }
    return windows;
  }

  private Window window(VideoFeatures video, double start) {
    double end = start + seconds;
    Map<String, ExpertFeatures> experts = new TreeMap<>();
    video
        .experts()
        .forEach(
            (name, features) ->
                within(features, start, end).ifPresent(part -> experts.put(name, part)));
    String id = String.format(Locale.ROOT, "%s@%.1f-%.1f", video.id(), start, end);
    return new Window(video.id(), start, end, VideoFeatures.of(id, experts));
  }

  private static Optional<ExpertFeatures> within(
      ExpertFeatures features, double start, double end) {
    int[] rows =
        IntStream.range(0, features.count())
            .filter(row -> isUnknown(features, row) || isWithin(features.time(row), start, end))
            .toArray();
    if (rows.length == 0) {
      return Optional.empty();
    }
    float[][] values = new float[rows.length][];
    double[] times = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = features.feature(rows[i]);
      times[i] =
          isUnknown(features, rows[i])
              ? ExpertFeatures.UNKNOWN_TIME
              : features.time(rows[i]) - start;
    }
    return Optional.of(ExpertFeatures.of(values, times));
  }

  private static boolean isWithin(double time, double start, double end) {
    return time >= start && time < end;
  }

  private static boolean isUnknown(ExpertFeatures features, int row) {
    return features.time(row) == ExpertFeatures.UNKNOWN_TIME;
  }
}
