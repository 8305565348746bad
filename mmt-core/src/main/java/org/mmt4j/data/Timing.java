package org.mmt4j.data;

/**
 * The source of the times of an expert's features when a feature file is read. Times are in seconds
 * since the start of the video; the time of a feature that covers [start, end) is the mean of the
 * two.
 */
public sealed interface Timing {

  /** The times stored with the features. If none are stored, the features have no times. */
  record Stored() implements Timing {}

  /**
   * The times stored with the features. If none are stored, as {@link Every}.
   *
   * @param seconds duration of one feature, positive
   */
  record StoredOrEvery(double seconds) implements Timing {
    public StoredOrEvery {
      requirePositive(seconds);
    }
  }

  /**
   * Feature i covers [i w, (i + 1) w). Stored times are ignored.
   *
   * @param seconds duration w of one feature, positive
   */
  record Every(double seconds) implements Timing {
    public Every {
      requirePositive(seconds);
    }
  }

  /** The features have no times, and the temporal embedding T_unk. Stored times are ignored. */
  record Unknown() implements Timing {}

  private static void requirePositive(double seconds) {
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(
          "seconds covered by a feature: found " + seconds + ", expected a positive number");
    }
  }
}
