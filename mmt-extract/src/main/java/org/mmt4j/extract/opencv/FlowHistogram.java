package org.mmt4j.extract.opencv;

import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_video;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The spatial layout of motion: histograms of optical flow (Dalal, Triggs and Schmid, 2006) over a
 * grid of 3 x 3 cells. Each cell has, for each of 8 directions, the sum of the lengths of its flow
 * vectors in that direction, then the number of pixels without motion, all divided by the number of
 * pixels of the cell and the number of frame pairs. Direction 0 is centred on right, direction 2 on
 * down.
 *
 * <p>The flow is dense, by Farnebäck's method.
 */
final class FlowHistogram {

  private static final int CELLS = 3;
  private static final int DIRECTIONS = 8;
  private static final int VALUES = DIRECTIONS + 1;

  /** Flow length in pixels up to which a pixel counts as still. */
  private static final double STILL = 0.25;

  /** Side of the frames. */
  static final int SIDE = 96;

  static final int LENGTH = CELLS * CELLS * VALUES;

  private final double[] sums = new double[LENGTH];
  private int pairs;

  /** Returns the number of frame pairs that were added. */
  int pairs() {
    return pairs;
  }

  /** Adds the flow from a frame to the next, both grey and {@link #SIDE} x {@link #SIDE} pixels. */
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

  /**
   * @param vectors flow [SIDE, SIDE, 2]: to the right, down
   */
  private void add(FloatIndexer vectors) {
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double right = vectors.get(y, x, 0);
        double down = vectors.get(y, x, 1);
        int cell = VALUES * (y * CELLS / SIDE * CELLS + x * CELLS / SIDE);
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

  /** Returns the histograms over all pairs, cells row by row, {@link #LENGTH} values. */
  float[] mean() {
    float[] mean = new float[LENGTH];
    double pixels = (double) SIDE * SIDE / (CELLS * CELLS);
    for (int i = 0; i < LENGTH; i++) {
      mean[i] = (float) (sums[i] / (pixels * pairs));
    }
    return mean;
  }
}
