package org.mmt4j.extract;

import java.util.OptionalDouble;

/** The seconds at which a sampling selects frames, in order. */
final class FrameCursor {

  /** Tolerance in seconds, because time bases such as 1/30 s have no exact floating-point value. */
  private static final double ROUNDING = 1e-6;

  private final FrameSampling sampling;
  private int selected;
  private boolean isNewPicture;

  FrameCursor(FrameSampling sampling) {
    this.sampling = sampling;
  }

  /** Returns whether no further second is selected, whatever pictures follow. */
  boolean isDone() {
    return sampling instanceof FrameSampling.At at && selected >= at.seconds().size();
  }

  /** Says that the pictures have advanced. */
  void advance() {
    isNewPicture = true;
  }

  /** Returns the next second at which the current picture is selected; empty if there is none. */
  OptionalDouble next(PictureReader picture) {
    OptionalDouble second = candidate(picture);
    if (second.isPresent()) {
      selected++;
    }
    return second;
  }

  private OptionalDouble candidate(PictureReader picture) {
    if (sampling instanceof FrameSampling.Every every) {
      double second = every.first() + selected * every.seconds();
      boolean isFirst = picture.isLast() && second <= picture.from();
      return isShown(picture, second) || isFirst
          ? OptionalDouble.of(second)
          : OptionalDouble.empty();
    }
    if (sampling instanceof FrameSampling.At at) {
      return !isDone() && (picture.isLast() || isShown(picture, at.seconds().get(selected)))
          ? OptionalDouble.of(at.seconds().get(selected))
          : OptionalDouble.empty();
    }
    boolean isSelected = isNewPicture;
    isNewPicture = false;
    return isSelected ? OptionalDouble.of(picture.from()) : OptionalDouble.empty();
  }

  /** The first picture is also shown before it starts. */
  private static boolean isShown(PictureReader picture, double second) {
    return second + ROUNDING < picture.until();
  }
}
