package org.mmt4j.extract.opencv;

import java.awt.Color;
import org.mmt4j.extract.Frame;

/**
 * The spatial layout of colours in a frame: for each cell of a grid of 4 x 4, the mean over its
 * pixels of
 *
 * <pre>{@code saturation cos(hue), saturation sin(hue), value}</pre>
 *
 * in HSV. Hue is an angle and has no mean, so it is a point on the colour wheel, with grey in the
 * centre.
 */
final class ColourLayout {

  private static final int CELLS = 4;
  private static final int VALUES = 3;

  static final int LENGTH = CELLS * CELLS * VALUES;

  private ColourLayout() {}

  /**
   * Returns the cells row by row, {@link #LENGTH} values. The frame is square, with a side that is
   * a multiple of 4.
   */
  static float[] of(Frame frame) {
    int side = frame.width() / CELLS;
    double[] sums = new double[LENGTH];
    float[] hsv = new float[VALUES];
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        Color.RGBtoHSB(frame.red(x, y), frame.green(x, y), frame.blue(x, y), hsv);
        int cell = VALUES * (y / side * CELLS + x / side);
        double hue = 2 * Math.PI * hsv[0];
        sums[cell] += hsv[1] * Math.cos(hue);
        sums[cell + 1] += hsv[1] * Math.sin(hue);
        sums[cell + 2] += hsv[2];
      }
    }
    float[] means = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      means[i] = (float) (sums[i] / (side * side));
    }
    return means;
  }
}
