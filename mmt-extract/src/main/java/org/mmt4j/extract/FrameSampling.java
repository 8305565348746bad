package org.mmt4j.extract;

import com.google.common.primitives.ImmutableDoubleArray;

/** Which pictures of a video to see. What is shown at a second stays until the next picture. */
public sealed interface FrameSampling {

  /** Every picture, at the second at which it is first shown. */
  record All() implements FrameSampling {}

  /**
   * What is shown at seconds {@code first + i * seconds}, i = 0, 1, ..., up to the end of the
   * video.
   *
   * @param first at least 0
   * @param seconds positive
   */
  record Every(double first, double seconds) implements FrameSampling {
    public Every {
      requireSecond(first);
      if (!(seconds > 0) || Double.isInfinite(seconds)) {
        throw new IllegalArgumentException(
            "seconds between pictures: found " + seconds + ", expected a positive number");
      }
    }
  }

  /**
   * What is shown at these seconds; after the end of the video its last picture.
   *
   * @param seconds not decreasing, each at least 0
   */
  record At(ImmutableDoubleArray seconds) implements FrameSampling {
    public At {
      for (int i = 0; i < seconds.length(); i++) {
        requireSecond(seconds.get(i));
        if (i > 0 && seconds.get(i) < seconds.get(i - 1)) {
          throw new IllegalArgumentException(
              "second of picture "
                  + i
                  + ": found "
                  + seconds.get(i)
                  + " after "
                  + seconds.get(i - 1)
                  + ", expected seconds in order");
        }
      }
    }
  }

  /** Every picture. */
  static FrameSampling all() {
    return new All();
  }

  /** What is shown at seconds 0, {@code seconds}, 2 {@code seconds}, ... */
  static FrameSampling every(double seconds) {
    return new Every(0, seconds);
  }

  /** What is shown at these seconds. */
  static FrameSampling at(double... seconds) {
    return new At(ImmutableDoubleArray.copyOf(seconds));
  }

  private static void requireSecond(double second) {
    if (!(second >= 0) || Double.isInfinite(second)) {
      throw new IllegalArgumentException(
          "second of a picture: found " + second + ", expected at least 0");
    }
  }
}
