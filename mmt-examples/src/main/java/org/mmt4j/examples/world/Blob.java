package org.mmt4j.examples.world;

/**
 * Pixels that belong together, each counted as far as it belongs. An empty blob is at (0, 0).
 *
 * @param area number of pixels
 * @param x mean column
 * @param y mean row
 */
record Blob(double area, double x, double y) {

  /** Adds up pixels. */
  static final class Builder {

    private double area;
    private double sumX;
    private double sumY;

    void add(double weight, int x, int y) {
      area += weight;
      sumX += weight * x;
      sumY += weight * y;
    }

    Blob build() {
      return area > 0 ? new Blob(area, sumX / area, sumY / area) : new Blob(0, 0, 0);
    }
  }

  /** Distance between the middles, in pixels. */
  double distance(Blob other) {
    return Math.hypot(x - other.x, y - other.y);
  }
}
