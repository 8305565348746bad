package org.mmt4j.examples.world;

import java.util.List;

/**
 * Sees what a thing looks like, not where it is, how large it is or how it moves. Of each second it
 * takes the frame with most colour in it, and of that frame's colourful pixels
 *
 * <ul>
 *   <li>a smooth histogram of hue, {@value #HUES} values;
 *   <li>their spread (mean square distance from the middle, by area), the mean of |z|^4, and the
 *       size of the moments z^k for k = 2..6, where z is a pixel's place as a complex number from
 *       their middle, in root-mean-squares: alike for a shape of any size, place and turn (a
 *       triangle stands out at k = 3, a square at 4, a star at 5).
 * </ul>
 */
final class AppearanceExpert {

  private static final int HUES = 12;
  private static final int LARGEST_ORDER = 6;
  private static final int SPREADS = 2;

  /** Length of a feature. */
  static final int DIMENSION = HUES + SPREADS + LARGEST_ORDER - 1;

  private static final double SHARPNESS = 4;

  private AppearanceExpert() {}

  /** The feature of one second of film. */
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
    double[] real = new double[LARGEST_ORDER + 1];
    double[] imaginary = new double[LARGEST_ORDER + 1];
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
    for (int order = 2; order <= LARGEST_ORDER; order++) {
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
      double apart = hue - 2 * Math.PI * i / HUES;
      feature[i] += weight * Math.exp(SHARPNESS * (Math.cos(apart) - 1));
    }
  }

  private static void addPowers(
      double x, double y, double weight, double[] real, double[] imaginary) {
    double powerReal = 1;
    double powerImaginary = 0;
    for (int order = 1; order <= LARGEST_ORDER; order++) {
      double next = powerReal * x - powerImaginary * y;
      powerImaginary = powerReal * y + powerImaginary * x;
      powerReal = next;
      real[order] += weight * powerReal;
      imaginary[order] += weight * powerImaginary;
    }
  }
}
