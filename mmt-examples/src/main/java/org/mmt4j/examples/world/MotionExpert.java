package org.mmt4j.examples.world;

import java.util.List;

/**
 * Describes motion, independent of appearance and position. The expert tracks the coloured thing
 * and its dark visitor through the frames of one second:
 *
 * <ul>
 *   <li>speed of the thing in {@value #DIRECTIONS} directions (negative components count as 0), and
 *       the share of the time at rest;
 *   <li>speed of growing, speed of shrinking, and the share of the time in which the thing is
 *       invisible;
 *   <li>the share of the time with a visitor, and the visitor's speed of approach and of departure.
 * </ul>
 *
 * <p>Speeds are in frame heights per second; growth is the change of the logarithm of the area per
 * second.
 */
final class MotionExpert {

  private static final int DIRECTIONS = 8;
  private static final int REST = DIRECTIONS;
  private static final int GROWTH = REST + 1;
  private static final int SHRINKING = GROWTH + 1;
  private static final int INVISIBLE = SHRINKING + 1;
  private static final int VISITOR = INVISIBLE + 1;
  private static final int APPROACH = VISITOR + 1;
  private static final int DEPARTURE = APPROACH + 1;

  /** Dimension of a feature. */
  static final int DIMENSION = DEPARTURE + 1;

  private static final double RESTING_SPEED = 0.04;
  private static final double SMALLEST_THING = 0.008;
  private static final double SMALLEST_VISITOR = 0.0025;

  private MotionExpert() {}

  /** Returns the feature of one second of frames. */
  static double[] describe(List<Sighting> second) {
    double[] feature = new double[DIMENSION];
    double seconds = 1.0 / second.size();
    for (int i = 1; i < second.size(); i++) {
      Sighting before = second.get(i - 1);
      Sighting after = second.get(i);
      if (isVisible(before.thing(), SMALLEST_THING, after)
          && isVisible(after.thing(), SMALLEST_THING, after)) {
        addTravel(before.thing(), after.thing(), after.picture().height(), seconds, feature);
        addGrowth(before.thing(), after.thing(), feature);
        addVisit(before, after, seconds, feature);
      } else {
        feature[INVISIBLE] += seconds;
      }
    }
    return feature;
  }

  private static boolean isVisible(Blob blob, double areaShare, Sighting sighting) {
    return blob.area() > areaShare * sighting.picture().width() * sighting.picture().height();
  }

  private static void addTravel(
      Blob before, Blob after, int height, double seconds, double[] feature) {
    double x = (after.x() - before.x()) / height;
    double y = (after.y() - before.y()) / height;
    if (Math.hypot(x, y) < RESTING_SPEED * seconds) {
      feature[REST] += seconds;
      return;
    }
    for (int i = 0; i < DIRECTIONS; i++) {
      double angle = 2 * Math.PI * i / DIRECTIONS;
      feature[i] += Math.max(0, x * Math.cos(angle) + y * Math.sin(angle));
    }
  }

  private static void addGrowth(Blob before, Blob after, double[] feature) {
    double growth = Math.log(after.area() / before.area());
    feature[growth > 0 ? GROWTH : SHRINKING] += Math.abs(growth);
  }

  private static void addVisit(Sighting before, Sighting after, double seconds, double[] feature) {
    if (isVisible(before.visitor(), SMALLEST_VISITOR, after)
        && isVisible(after.visitor(), SMALLEST_VISITOR, after)) {
      double closer =
          before.thing().distance(before.visitor()) - after.thing().distance(after.visitor());
      feature[closer > 0 ? APPROACH : DEPARTURE] += Math.abs(closer) / after.picture().height();
      feature[VISITOR] += seconds;
    }
  }
}
