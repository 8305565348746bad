package org.mmt4j.features;

import java.util.Arrays;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.Timing;

/** The second at which each feature of an expert was seen, as its {@link Timing} says. */
final class FeatureTimes {

  private FeatureTimes() {}

  /** Whether the times in the file count, where there are any. */
  static boolean readsStored(Timing timing) {
    return timing instanceof Timing.Stored || timing instanceof Timing.StoredOrEvery;
  }

  /**
   * @param stored start and end of each feature where {@link #readsStored} and the file has them;
   *     more than {@code count} are truncated
   * @throws Hdf5FormatException if stored times are too few or not in two columns
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
   * The middles of the features [i w, (i + 1) w), with the starts spread evenly from 0 to (n - 1) w
   * as NumPy's {@code linspace} rounds them.
   */
  private static double[] every(double width, int count) {
    double lastStart = (count - 1) * width;
    double step = count == 1 ? 0 : lastStart / (count - 1);
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      double start = i == count - 1 ? lastStart : i * step;
      times[i] = (start + (start + width)) / 2;
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
