package org.mmt4j.extract;

import java.awt.image.BufferedImage;

/**
 * One picture of a video.
 *
 * @param time second of the video for which it was asked; of {@link FrameSampling#all} the second
 *     at which it is first shown
 * @param width pixels of a row, at least 1
 * @param height pixels of a column, at least 1
 * @param rgb red, green and blue of each pixel, row by row from the top left; not copied, and not
 *     to be changed
 */
public record Frame(double time, int width, int height, byte[] rgb) {

  private static final int CHANNELS = 3;

  public Frame {
    if (rgb.length != (long) CHANNELS * width * height) {
      throw new IllegalArgumentException(
          "picture of "
              + width
              + " x "
              + height
              + " pixels: found "
              + rgb.length
              + " bytes, expected 3 for each pixel");
    }
  }

  /** Red of a pixel, 0 to 255. */
  public int red(int x, int y) {
    return channel(x, y, 0);
  }

  /** Green of a pixel, 0 to 255. */
  public int green(int x, int y) {
    return channel(x, y, 1);
  }

  /** Blue of a pixel, 0 to 255. */
  public int blue(int x, int y) {
    return channel(x, y, 2);
  }

  private int channel(int x, int y, int channel) {
    return Byte.toUnsignedInt(rgb[CHANNELS * (y * width + x) + channel]);
  }

  /** Whether it is that picture, given again at another second, not one that looks the same. */
  public boolean shows(Frame other) {
    return rgb == other.rgb;
  }

  /** A copy as Java's own image, of {@link BufferedImage#TYPE_INT_RGB}. */
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
