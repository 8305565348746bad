package org.mmt4j.features;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.mmt4j.io.StoredArray;

/**
 * Arrays whose names say that they are the times of the features beside them: {@code timestamps},
 * {@code times} and {@code features_t} in seconds, {@code timestamps_ms} in milliseconds.
 */
final class NamedTimes {

  /** Seconds per unit. */
  private static final Map<String, Double> UNITS =
      Map.of("timestamps", 1.0, "times", 1.0, "features_t", 1.0, "timestamps_ms", 0.001);

  private NamedTimes() {}

  /** Returns the first path whose last part is such a name. */
  static Optional<String> in(Collection<String> paths) {
    return paths.stream().filter(NamedTimes::is).findFirst();
  }

  /** Returns whether the last part of a path is such a name. */
  static boolean is(String path) {
    return UNITS.containsKey(name(path));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Returns the times in seconds.
   *
   * @param count number of features
   * @return empty if the array has a shape that times do not have, see {@link FeatureTimes#means}
   */
  static Optional<double[]> seconds(String path, StoredArray stored, int count) {
    double unit = Objects.requireNonNull(UNITS.get(name(path)), path);
    return FeatureTimes.means(stored, count)
        .map(times -> Arrays.stream(times).map(time -> time * unit).toArray());
  }
}
