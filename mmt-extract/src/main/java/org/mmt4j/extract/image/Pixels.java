package org.mmt4j.extract.image;

import org.mmt4j.extract.Frame;

/**
 * An image of float values, [height, width, 3].
 *
 * @param width pixels of a row, at least 1
 * @param height pixels of a column, at least 1
 * @param values channels of each pixel, row by row from the top left; not copied
 */
record Pixels(int width, int height, float[] values) {

  static final int CHANNELS = 3;

  /** Returns red, green and blue, 0 to 255. */
  static Pixels of(Frame frame) {
    float[] values = new float[frame.rgb().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(frame.rgb()[i]);
    }
    return new Pixels(frame.width(), frame.height(), values);
  }

  /**
   * Returns the centre of the image. If the margin is odd, the larger half is at the bottom and at
   * the right.
   */
  Pixels centerCrop(int cropWidth, int cropHeight) {
    float[] cropped = new float[CHANNELS * cropWidth * cropHeight];
    int left = (width - cropWidth) / 2;
    int top = (height - cropHeight) / 2;
    for (int y = 0; y < cropHeight; y++) {
      System.arraycopy(
          values,
          CHANNELS * ((top + y) * width + left),
          cropped,
          CHANNELS * y * cropWidth,
          CHANNELS * cropWidth);
    }
    return new Pixels(cropWidth, cropHeight, cropped);
  }
}
