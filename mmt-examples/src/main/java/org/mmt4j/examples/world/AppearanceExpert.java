package org.mmt4j.examples.world;

import java.util.List;

/**
 * Describes the appearance of the thing, independent of its position, size and motion. For each
 * second, the expert selects the frame with the largest coloured area. From the coloured pixels of
 * this frame it computes
 *
 * <ul>
 *   <li>a smooth histogram of hue, {@value #HUES} values;
 *   <li>the spread (mean squared distance from the centroid, divided by the area), the mean of
 *       |z|^4, and the magnitudes of the mean z^k for k = 2..6. Here z is the position of a pixel
 *       relative to the centroid, as a complex number, divided by the root mean square distance.
 *       These values do not depend on size, position and rotation of a shape (a triangle has a
 *       large value at k = 3, a square at 4, a star at 5).
 * </ul>
 */
final class AppearanceExpert {

  private static final int HUES = 12;
  private static final int MAX_ORDER = 6;
  private static final int SPREADS = 2;

  /** Dimension of a feature. */
  static final int DIMENSION = HUES + SPREADS + MAX_ORDER - 1;

  private static final double SHARPNESS = 4;

  private AppearanceExpert() {}

  /** Returns the feature of one second of frames. */
  static double[] describe(List<Sighting> second) {
    Sighting best = second.get(0);
    for (Sighting sighting : second) {
      if (sighting.thing().area() > best.thing().area()) {
        best = sighting;
      }
    }
    return best.thing().area() > 0 ? describe(best) : new double[DIMENSION];
  }

  private static double[] describe(Sighting sighting) {
    Blob thing = sighting.thing();
    Picture picture = sighting.picture();
    double[] feature = new double[DIMENSION];
    double[] real = new double[MAX_ORDER + 1];
    double[] imaginary = new double[MAX_ORDER + 1];
    double unit = rootMeanSquare(sighting);
    double fourth = 0;
    int index = 0;
    for (int row = 0; row < picture.height(); row++) {
      for (int column = 0; column < picture.width(); column++, index += 3) {
        double weight = sighting.colourfulness(index) / thing.area();
        if (weight > 0) {
          double x = (column - thing.x()) / unit;
          double y = (row - thing.y()) / unit;
          addHue(picture, index, weight, feature);
          addPowers(x, y, weight, real, imaginary);
          double square = x * x + y * y;
          fourth += weight * square * square;
        }
      }
    }
    feature[HUES] = unit * unit / thing.area();
    feature[HUES + 1] = fourth;
    for (int order = 2; order <= MAX_ORDER; order++) {
      feature[HUES + SPREADS + order - 2] = Math.hypot(real[order], imaginary[order]);
    }
    return feature;
  }

  private static double rootMeanSquare(Sighting sighting) {
    Blob thing = sighting.thing();
    double sum = 0;
    int index = 0;
    for (int row = 0; row < sighting.picture().height(); row++) {
      for (int column = 0; column < sighting.picture().width(); column++, index += 3) {
        double x = column - thing.x();
        double y = row - thing.y();
        sum += sighting.colourfulness(index) * (x * x + y * y);
      }
    }
    return Math.sqrt(sum / thing.area());
  }

  /** Adds exp(s (cos(hue - h_i) - 1)) for each of the histogram's hues h_i, evenly spaced. */
  private static void addHue(Picture picture, int index, double weight, double[] feature) {
    float red = picture.rgb()[index];
    float green = picture.rgb()[index + 1];
    float blue = picture.rgb()[index + 2];
    double hue = Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue);
    for (int i = 0; i < HUES; i++) {
      double difference = hue - 2 * Math.PI * i / HUES;
      feature[i] += weight * Math.exp(SHARPNESS * (Math.cos(difference) - 1));
    }
  }

  private static void addPowers(
      double x, double y, double weight, double[] real, double[] imaginary) {
    double powerReal = 1;
    double powerImaginary = 0;
    for (int order = 1; order <= MAX_ORDER; order++) {
      double next = powerReal * x - powerImaginary * y;
      powerImaginary = powerReal * y + powerImaginary * x;
      powerReal = next;
      real[order] += weight * powerReal;
      imaginary[order] += weight * powerImaginary;
    }
  }
}
