package org.mmt4j.extract.opencv;

import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_video;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Where in a picture what moves whereto: histograms of optical flow (Dalal, Triggs and Schmid,
 * 2006) over a grid of 3 x 3 cells. Of each cell, and of each of 8 directions, the sum of the
 * lengths of the flow vectors into that direction, then the number of pixels that stay, all divided
 * by the number of pixels and of pairs of pictures. Direction 0 is around the right, 2 around down.
 *
 * <p>The flow is dense, by Farnebäck's method.
 */
final class FlowHistogram {

  private static final int CELLS = 3;
  private static final int DIRECTIONS = 8;
  private static final int NUMBERS = DIRECTIONS + 1;

  /** Pixels of flow up to which a pixel stays. */
  private static final double STILL = 0.25;

  /** Side of the pictures. */
  static final int SIDE = 96;

  static final int LENGTH = CELLS * CELLS * NUMBERS;

  private final double[] sums = new double[LENGTH];
  private int pairs;

  /** How many pairs of pictures were added. */
  int pairs() {
    return pairs;
  }

  /** Adds the flow from a picture to the next, both of brightness and {@link #SIDE} square. */
  void add(Mat before, Mat after) {
    try (Mat flow = new Mat()) {
      double scaling = 0.5;
      int levels = 3;
      int window = 15;
      int iterations = 3;
      int neighbourhood = 5;
      double deviation = 1.2;
      opencv_video.calcOpticalFlowFarneback(
          before, after, flow, scaling, levels, window, iterations, neighbourhood, deviation, 0);
      try (FloatIndexer vectors = flow.createIndexer()) {
        add(vectors);
      }
    }
    pairs++;
  }

  /** Flow [SIDE, SIDE, 2]: to the right, down. */
  private void add(FloatIndexer vectors) {
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double right = vectors.get(y, x, 0);
        double down = vectors.get(y, x, 1);
        int cell = NUMBERS * (y * CELLS / SIDE * CELLS + x * CELLS / SIDE);
        double length = Math.hypot(right, down);
        if (length <= STILL) {
          sums[cell + DIRECTIONS]++;
        } else {
          sums[cell + direction(right, down)] += length;
        }
      }
    }
  }

  private static int direction(double right, double down) {
    long eighths = Math.round(Math.atan2(down, right) / (2 * Math.PI) * DIRECTIONS);
    return Math.floorMod(eighths, DIRECTIONS);
  }

  /** The histograms of all pairs, cells row by row, {@link #LENGTH} numbers. */
  float[] mean() {
    float[] mean = new float[LENGTH];
    double pixels = (double) SIDE * SIDE / (CELLS * CELLS);
    for (int i = 0; i < LENGTH; i++) {
      mean[i] = (float) (sums[i] / (pixels * pairs));
    }
    return mean;
  }
}
