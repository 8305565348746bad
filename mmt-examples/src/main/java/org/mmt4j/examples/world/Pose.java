package org.mmt4j.examples.world;

/**
 * Where things are at one moment. Lengths in heights of the picture; x to the right, y down, both
 * from the picture's middle.
 *
 * @param scale size of the thing, 1 as it normally is
 * @param opacity 0 gone, 1 there
 * @param visitorOffset from the thing to its visitor, along x
 * @param visitorScale size of the visitor, 0 if there is none
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
