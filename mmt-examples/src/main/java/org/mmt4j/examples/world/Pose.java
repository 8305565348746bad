package org.mmt4j.examples.world;

/**
 * Positions of the thing and its visitor at one time. Lengths are in frame heights.
 *
 * @param x offset of the thing from the centre of the frame, to the right
 * @param y offset of the thing from the centre of the frame, downwards
 * @param scale size of the thing; 1 is the normal size
 * @param opacity 0 is invisible, 1 is opaque
 * @param visitorOffset x offset of the visitor from the thing
 * @param visitorScale size of the visitor; 0 if there is no visitor
 */
record Pose(
    double x, double y, double scale, double opacity, double visitorOffset, double visitorScale) {

  static Pose at(double x, double y) {
    return new Pose(x, y, 1, 1, 0, 0);
  }

  Pose moved(double dx, double dy) {
    return new Pose(x + dx, y + dy, scale, opacity, visitorOffset, visitorScale);
  }

  Pose scaled(double factor) {
    return new Pose(x, y, scale * factor, opacity, visitorOffset, visitorScale);
  }

  Pose faded(double factor) {
    return new Pose(x, y, scale, opacity * factor, visitorOffset, visitorScale);
  }

  Pose visited(double offset, double size) {
    return new Pose(x, y, scale, opacity, offset, size);
  }
}
