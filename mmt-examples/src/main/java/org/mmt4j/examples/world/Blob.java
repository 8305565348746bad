package org.mmt4j.examples.world;

/**
 * A weighted set of pixels. An empty blob is at (0, 0).
 *
 * @param area sum of the weights, in pixels
 * @param x weighted mean of the columns
 * @param y weighted mean of the rows
 */
record Blob(double area, double x, double y) {

  /** Accumulates weighted pixels. */
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

  /** Returns the distance between the centroids, in pixels. */
  double distance(Blob other) {
    return Math.hypot(x - other.x, y - other.y);
  }
}
