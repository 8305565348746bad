package org.mmt4j.examples.world;

import java.util.Locale;

/** Shape of the thing in a clip. */
enum Shape {
  BALL,
  SQUARE,
  TRIANGLE,
  STAR,
  HOOP;

  private static final double[][] SQUARE_CORNERS = regular(4, 1.15, 1.15);
  private static final double[][] TRIANGLE_CORNERS = regular(3, 1.25, 1.25);
  private static final double[][] STAR_CORNERS = regular(10, 1.25, 0.55);
  private static final double HOOP_MEAN_RADIUS = 0.74;
  private static final double HOOP_HALF_THICKNESS = 0.26;

  /** Maximum distance of a point of a shape of unit size from its centre. */
  static final double REACH = 1.25;

  /**
   * Returns the signed distance from (x, y) to the outline of the shape of unit size; negative
   * inside.
   */
  double distance(double x, double y) {
    return switch (this) {
      case BALL -> Math.sqrt(x * x + y * y) - 1;
      case HOOP -> Math.abs(Math.sqrt(x * x + y * y) - HOOP_MEAN_RADIUS) - HOOP_HALF_THICKNESS;
      case SQUARE -> distance(SQUARE_CORNERS, x, y);
      case TRIANGLE -> distance(TRIANGLE_CORNERS, x, y);
      case STAR -> distance(STAR_CORNERS, x, y);
    };
  }

  /** Returns the word in captions. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns corners that alternate between two circles. The first corner points up (y points down),
   * except for a square, which has a horizontal base.
   */
  private static double[][] regular(int corners, double even, double odd) {
    double turn = corners == 4 ? Math.PI / 4 : 0;
    double[][] points = new double[corners][];
    for (int i = 0; i < corners; i++) {
      double angle = turn + 2 * Math.PI * i / corners;
      double radius = i % 2 == 0 ? even : odd;
      points[i] = new double[] {radius * Math.sin(angle), -radius * Math.cos(angle)};
    }
    return points;
  }

  /**
   * Returns the distance to the nearest edge; the sign is from the number of edges that a ray
   * crosses.
   */
  private static double distance(double[][] corners, double x, double y) {
    double nearest = Double.MAX_VALUE;
    boolean inside = false;
    double[] from = corners[corners.length - 1];
    for (double[] to : corners) {
      nearest = Math.min(nearest, squaredDistance(from, to, x, y));
      boolean crosses =
          (from[1] > y) != (to[1] > y)
              && x < from[0] + (to[0] - from[0]) * (y - from[1]) / (to[1] - from[1]);
      inside ^= crosses;
      from = to;
    }
    return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
  }

  private static double squaredDistance(double[] from, double[] to, double x, double y) {
    double edgeX = to[0] - from[0];
    double edgeY = to[1] - from[1];
    double along =
        ((x - from[0]) * edgeX + (y - from[1]) * edgeY) / (edgeX * edgeX + edgeY * edgeY);
    double foot = Math.min(1, Math.max(0, along));
    double dx = x - from[0] - foot * edgeX;
    double dy = y - from[1] - foot * edgeY;
    return dx * dx + dy * dy;
  }
}
