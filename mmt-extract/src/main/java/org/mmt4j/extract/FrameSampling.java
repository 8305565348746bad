package org.mmt4j.extract;

import com.google.common.primitives.Doubles;
import java.util.List;

/** Selects the frames to read. A frame is shown until the next frame starts. */
public sealed interface FrameSampling {

  /** Every frame, at the time at which it is first shown. */
  record All() implements FrameSampling {}

  /**
   * The frames shown at seconds {@code first + i * seconds}, i = 0, 1, ..., up to the end of the
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
            "seconds between frames: found " + seconds + ", expected a positive finite value");
      }
    }
  }

  /**
   * The frames shown at these seconds; after the end of the video, the last frame.
   *
   * @param seconds not decreasing, each at least 0
   */
  record At(List<Double> seconds) implements FrameSampling {
    public At {
      seconds = List.copyOf(seconds);
      for (int i = 0; i < seconds.size(); i++) {
        requireSecond(seconds.get(i));
        if (i > 0 && seconds.get(i) < seconds.get(i - 1)) {
          throw new IllegalArgumentException(
              "time of frame "
                  + i
                  + ": found "
                  + seconds.get(i)
                  + " s after "
                  + seconds.get(i - 1)
                  + " s, expected times that do not decrease");
        }
      }
    }
  }

  /** Returns a sampling of every frame. */
  static FrameSampling all() {
    return new All();
  }

  /**
   * Returns a sampling of the frames shown at seconds 0, {@code seconds}, 2 {@code seconds}, ...
   */
  static FrameSampling every(double seconds) {
    return new Every(0, seconds);
  }

  /** Returns a sampling of the frames shown at these seconds. */
  static FrameSampling at(double... seconds) {
    return new At(Doubles.asList(seconds));
  }

  private static void requireSecond(double second) {
    if (!(second >= 0) || Double.isInfinite(second)) {
      throw new IllegalArgumentException(
          "time of a frame: found " + second + " s, expected a finite value of at least 0");
    }
  }
}
