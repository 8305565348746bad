package org.mmt4j.extract;

import java.awt.image.BufferedImage;

/**
 * One frame of a video.
 *
 * @param time requested time in seconds; for {@link FrameSampling#all}, the time at which the frame
 *     is first shown
 * @param width pixels of a row, at least 1
 * @param height pixels of a column, at least 1
 * @param rgb red, green and blue of each pixel, row by row from the top left; not copied, must not
 *     be changed
 */
public record Frame(double time, int width, int height, byte[] rgb) {

  private static final int CHANNELS = 3;

  public Frame {
    if (rgb.length != (long) CHANNELS * width * height) {
      throw new IllegalArgumentException(
          "frame of "
              + width
              + " x "
              + height
              + " pixels: found "
              + rgb.length
              + " bytes, expected 3 per pixel");
    }
  }

  /** Returns the red value of a pixel, 0 to 255. */
  public int red(int x, int y) {
    return channel(x, y, 0);
  }

  /** Returns the green value of a pixel, 0 to 255. */
  public int green(int x, int y) {
    return channel(x, y, 1);
  }

  /** Returns the blue value of a pixel, 0 to 255. */
  public int blue(int x, int y) {
    return channel(x, y, 2);
  }

  private int channel(int x, int y, int channel) {
    return Byte.toUnsignedInt(rgb[CHANNELS * (y * width + x) + channel]);
  }

  /**
   * Returns whether the other frame shows the same picture at a different time. Readers share the
   * pixels of frames while they do not change; returns false for other frames with equal pixels.
   */
  public boolean isSameFrame(Frame other) {
    return rgb == other.rgb;
  }

  /**
   * Returns a part of this frame, which must be within it and have at least one pixel.
   *
   * @param left first column
   * @param top first row
   */
  public Frame crop(int left, int top, int cropWidth, int cropHeight) {
    byte[] cropped = new byte[CHANNELS * cropWidth * cropHeight];
    for (int y = 0; y < cropHeight; y++) {
      int from = CHANNELS * ((top + y) * width + left);
      System.arraycopy(rgb, from, cropped, CHANNELS * y * cropWidth, CHANNELS * cropWidth);
    }
    return new Frame(time, cropWidth, cropHeight, cropped);
  }

  /** Returns a copy of type {@link BufferedImage#TYPE_INT_RGB}. */
  public BufferedImage toImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, red(x, y) << 16 | green(x, y) << 8 | blue(x, y));
      }
    }
    return image;
  }
}
