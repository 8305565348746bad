package org.mmt4j.features;

import java.util.Arrays;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.Timing;

/** Computes the second of each feature of an expert from its {@link Timing}. */
final class FeatureTimes {

  private FeatureTimes() {}

  /** Returns whether a timing uses the times in the file, if the file has them. */
  static boolean readsStored(Timing timing) {
    return timing instanceof Timing.Stored || timing instanceof Timing.StoredOrEvery;
  }

  /**
   * Returns the second of each feature.
   *
   * @param count number of features
   * @param stored start and end of each feature, if the timing {@linkplain #readsStored uses} them
   *     and the file has them; more than {@code count} rows are truncated
   * @throws Hdf5FormatException if there are too few stored times, or not in two columns
   */
  static double[] of(Timing timing, int count, Optional<Hdf5Matrix> stored) {
    if (stored.isPresent()) {
      return means(stored.get(), count);
    }
    if (timing instanceof Timing.Every every) {
      return every(every.seconds(), count);
    }
    if (timing instanceof Timing.StoredOrEvery either) {
      return every(either.seconds(), count);
    }
    double[] unknown = new double[count];
    Arrays.fill(unknown, ExpertFeatures.UNKNOWN_TIME);
    return unknown;
  }

  /**
   * Returns the middles of the intervals [i w, (i + 1) w), where w is {@code duration}. The starts
   * are spread evenly from 0 to (n - 1) w and rounded as by NumPy's {@code linspace}.
   */
  private static double[] every(double duration, int count) {
    double lastStart = (count - 1) * duration;
    double step = count == 1 ? 0 : lastStart / (count - 1);
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      double start = i == count - 1 ? lastStart : i * step;
      times[i] = (start + (start + duration)) / 2;
    }
    return times;
  }

  private static double[] means(Hdf5Matrix stored, int count) {
    if (stored.rows() < count || stored.columns() != 2) {
      throw new Hdf5FormatException(
          "found "
              + stored.rows()
              + " times in "
              + stored.columns()
              + " columns, expected start and end of at least "
              + count
              + " features");
    }
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      times[i] = stored.mean(i);
    }
    return times;
  }
}
