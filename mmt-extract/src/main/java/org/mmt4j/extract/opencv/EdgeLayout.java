package org.mmt4j.extract.opencv;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.HOGDescriptor;
import org.mmt4j.extract.Frame;

/**
 * The spatial layout of edges in a frame: histograms of oriented gradients (Dalal and Triggs,
 * 2005), with cells of 16 x 16 pixels, 9 orientations each, and blocks of 2 x 2 cells that overlap
 * by half.
 */
final class EdgeLayout implements AutoCloseable {

  private static final int CELL = 16;
  private static final int ORIENTATIONS = 9;

  /** Side of the frames: 4 x 4 cells, 3 x 3 blocks. */
  static final int SIDE = 64;

  static final int LENGTH = 3 * 3 * 2 * 2 * ORIENTATIONS;

  private final HOGDescriptor descriptor;

  EdgeLayout() {
    try (Size window = new Size(SIDE, SIDE);
        Size block = new Size(2 * CELL, 2 * CELL);
        Size cell = new Size(CELL, CELL)) {
      descriptor = new HOGDescriptor(window, block, cell, cell, ORIENTATIONS);
    }
  }

  /**
   * Returns the blocks of a frame of {@link #SIDE} x {@link #SIDE} pixels, {@link #LENGTH} values.
   */
  float[] of(Frame frame) {
    float[] histograms = new float[LENGTH];
    try (Mat grey = OpenCv.grey(frame);
        FloatPointer computed = new FloatPointer()) {
      descriptor.compute(grey, computed);
      computed.get(histograms);
    }
    return histograms;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
