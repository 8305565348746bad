package org.mmt4j.examples.world;

import java.util.Locale;

/** Shape of the thing that a clip is about. */
enum Shape {
  BALL,
  SQUARE,
  TRIANGLE,
  STAR,
  HOOP;

  private static final double[][] SQUARE_CORNERS = regular(4, 1.15, 1.15);
  private static final double[][] TRIANGLE_CORNERS = regular(3, 1.25, 1.25);
  private static final double[][] STAR_CORNERS = regular(10, 1.25, 0.55);
  private static final double HOOP_MIDDLE = 0.74;
  private static final double HOOP_HALF_WIDTH = 0.26;

  /** No point of a shape of unit size lies further from its middle. */
  static final double REACH = 1.25;

  /** Signed distance from (x, y) to the outline of the shape of unit size; negative inside. */
  double distance(double x, double y) {
    return switch (this) {
      case BALL -> Math.sqrt(x * x + y * y) - 1;
      case HOOP -> Math.abs(Math.sqrt(x * x + y * y) - HOOP_MIDDLE) - HOOP_HALF_WIDTH;
      case SQUARE -> distance(SQUARE_CORNERS, x, y);
      case TRIANGLE -> distance(TRIANGLE_CORNERS, x, y);
      case STAR -> distance(STAR_CORNERS, x, y);
    };
  }

  /** The word that captions use. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Corners on two circles in turn, the first straight up (y points down); a square stands on its
   * side.
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

  /** Distance to the nearest edge; the sign from counting the edges that a ray crosses. */
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
