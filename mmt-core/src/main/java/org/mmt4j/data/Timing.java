package org.mmt4j.data;

/**
 * Where the times of an expert's features come from when a file of features is read. Seconds since
 * the start of the video; a feature that covers [start, end) is placed at the mean of the two.
 */
public sealed interface Timing {

  /** The times stored with the features; where none are stored the features have no time. */
  record Stored() implements Timing {}

  /**
   * The times stored with the features; where none are stored, as {@link Every}.
   *
   * @param seconds duration of one feature, positive
   */
  record StoredOrEvery(double seconds) implements Timing {
    public StoredOrEvery {
      requirePositive(seconds);
    }
  }

  /**
   * Feature i covers [i w, (i + 1) w), whatever times are stored.
   *
   * @param seconds duration w of one feature, positive
   */
  record Every(double seconds) implements Timing {
    public Every {
      requirePositive(seconds);
    }
  }

  /** The features have no time, whatever is stored: they take the embedding T_unk. */
  record Unknown() implements Timing {}

  private static void requirePositive(double seconds) {
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(
          "seconds covered by a feature: found " + seconds + ", expected a positive number");
    }
  }
}
