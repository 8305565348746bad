package org.mmt4j.examples.world;

import java.util.List;

/**
 * Sees how things move, not what they are or where. It follows the colourful thing and its dark
 * visitor through the frames of one second:
 *
 * <ul>
 *   <li>speed of the thing in {@value #DIRECTIONS} directions, parts against a direction left out,
 *       and the share of the time in which it rests;
 *   <li>how fast it grows, how fast it shrinks, and the share of the time in which it is gone;
 *   <li>the share of the time with a visitor, how fast it comes and how fast it goes.
 * </ul>
 *
 * <p>Speeds are in heights of the picture, and growth in units of the logarithm, a second.
 */
final class MotionExpert {

  private static final int DIRECTIONS = 8;
  private static final int REST = DIRECTIONS;
  private static final int GROWTH = REST + 1;
  private static final int SHRINKING = GROWTH + 1;
  private static final int ABSENCE = SHRINKING + 1;
  private static final int VISITOR = ABSENCE + 1;
  private static final int COMING = VISITOR + 1;
  private static final int GOING = COMING + 1;

  /** Length of a feature. */
  static final int DIMENSION = GOING + 1;

  private static final double RESTING_SPEED = 0.04;
  private static final double SMALLEST = 0.008;
  private static final double SMALLEST_VISITOR = 0.0025;

  private MotionExpert() {}

  /** The feature of one second of film. */
  static double[] describe(List<Sighting> second) {
    double[] feature = new double[DIMENSION];
    double seconds = 1.0 / second.size();
    for (int i = 1; i < second.size(); i++) {
      Sighting before = second.get(i - 1);
      Sighting after = second.get(i);
      if (seen(before.thing(), SMALLEST, after) && seen(after.thing(), SMALLEST, after)) {
        addTravel(before.thing(), after.thing(), after.picture().height(), seconds, feature);
        addGrowth(before.thing(), after.thing(), feature);
        addVisit(before, after, seconds, feature);
      } else {
        feature[ABSENCE] += seconds;
      }
    }
    return feature;
  }

  private static boolean seen(Blob blob, double share, Sighting sighting) {
    return blob.area() > share * sighting.picture().width() * sighting.picture().height();
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
    if (seen(before.visitor(), SMALLEST_VISITOR, after)
        && seen(after.visitor(), SMALLEST_VISITOR, after)) {
      double closer =
          before.thing().distance(before.visitor()) - after.thing().distance(after.visitor());
      feature[closer > 0 ? COMING : GOING] += Math.abs(closer) / after.picture().height();
      feature[VISITOR] += seconds;
    }
  }
}
