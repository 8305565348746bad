package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.Timing;
import org.mmt4j.io.StoredArray;

/**
 * Computes the second of each feature of an expert from its {@link Timing} and from the stored
 * times. Stored times that cannot be used leave their features without a time:
 *
 * <ul>
 *   <li>surplus times are skipped; features beyond the last time have none;
 *   <li>a time that is NaN, infinite or negative is unknown;
 *   <li>features whose times are out of order are sorted by time, those without a time last.
 * </ul>
 */
final class FeatureTimes {

  private FeatureTimes() {}

  /** Returns whether a timing uses the times in the file, if the file has them. */
  static boolean readsStored(Timing timing) {
    return timing instanceof Timing.Stored || timing instanceof Timing.StoredOrEvery;
  }

  /**
   * Returns the second of each feature, or {@link ExpertFeatures#UNKNOWN_TIME}.
   *
   * @param count number of features
   * @param stored stored times in seconds, if the timing {@linkplain #readsStored uses} them and
   *     the file has them
   */
  static double[] of(Timing timing, int count, Optional<double[]> stored) {
    if (stored.isPresent()) {
      double[] times = unknown(count);
      for (int i = 0; i < Math.min(count, stored.get().length); i++) {
        times[i] = isTime(stored.get()[i]) ? stored.get()[i] : ExpertFeatures.UNKNOWN_TIME;
      }
      return times;
    }
    if (timing instanceof Timing.Every every) {
      return every(every.seconds(), count);
    }
    if (timing instanceof Timing.StoredOrEvery either) {
      return every(either.seconds(), count);
    }
    return unknown(count);
  }

  /**
   * Returns the mean of start and end of each feature, rounded as by NumPy: in single precision for
   * float16 and float32, in double precision otherwise. One axis, or one column, is a time per
   * feature.
   *
   * @param count number of features
   * @param stored times of shape (n, 2), (n, 1) or (n)
   * @return n times; empty if the shape is another one
   */
  static Optional<double[]> means(StoredArray stored, int count) {
    long[] shape = stored.shape().length > 2 ? stored.withoutSingleAxes().shape() : stored.shape();
    boolean oneInterval = shape.length == 1 && shape[0] == 2 && count == 1;
    if (oneInterval || (shape.length == 2 && shape[1] == 2)) {
      double[] means = new double[stored.length() / 2];
      for (int i = 0; i < means.length; i++) {
        double start = stored.at(2 * i);
        double end = stored.at(2 * i + 1);
        means[i] =
            stored.isSinglePrecision() ? ((float) start + (float) end) / 2 : (start + end) / 2;
      }
      return Optional.of(means);
    }
    boolean oneColumn = shape.length == 1 || (shape.length == 2 && shape[1] == 1);
    return oneColumn ? Optional.of(stored.toDoubles()) : Optional.empty();
  }

  /** Returns the rows in the order of their times; those without a time are last. */
  static int[] order(double[] times) {
    Comparator<Integer> byTime =
        Comparator.comparingDouble(
            row -> times[row] == ExpertFeatures.UNKNOWN_TIME ? Double.MAX_VALUE : times[row]);
    IntStream rows = IntStream.range(0, times.length);
    return isOrdered(times)
        ? rows.toArray()
        : rows.boxed().sorted(byTime).mapToInt(Integer::intValue).toArray();
  }

  /**
   * Returns what {@link #of} and {@link #order} do about times that are not as expected.
   *
   * @return sentences that start with {@code name}
   */
  static ImmutableList<String> notes(String name, int count, double[] stored) {
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    if (stored.length > count) {
      notes.add(
          name + ": found " + stored.length + " times, of which the first " + count + " are read");
    }
    if (stored.length < count) {
      notes.add(
          name
              + ": found "
              + stored.length
              + " times for "
              + count
              + " features, of which the last "
              + (count - stored.length)
              + " have no time");
    }
    double[] read = Arrays.copyOf(stored, Math.min(count, stored.length));
    long invalid =
        Arrays.stream(read).filter(t -> !isTime(t) && t != ExpertFeatures.UNKNOWN_TIME).count();
    if (invalid > 0) {
      notes.add(
          name
              + ": found "
              + invalid
              + " times that are negative or not finite; their features have no time");
    }
    if (!isOrdered(Arrays.stream(read).filter(FeatureTimes::isTime).toArray())) {
      notes.add(name + ": found times out of order; the features are sorted by time");
    }
    return notes.build();
  }

  private static boolean isTime(double seconds) {
    return seconds >= 0 && !Double.isInfinite(seconds);
  }

  private static boolean isOrdered(double[] times) {
    double last = 0;
    for (double time : times) {
      if (time != ExpertFeatures.UNKNOWN_TIME) {
        if (time < last) {
          return false;
        }
        last = time;
      }
    }
    return true;
  }

  private static double[] unknown(int count) {
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
}
