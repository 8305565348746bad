package org.mmt4j.examples.world;

/**
 * Pixels of one frame.
 *
 * @param width number of columns
 * @param height number of rows
 * @param rgb red, green and blue of each pixel, 0 to 1, row by row from the top left
 */
record Picture(int width, int height, float[] rgb) {

  /**
   * Returns the chroma of the pixel whose red is at {@code index}: maximum minus minimum of its
   * components.
   */
  float chroma(int index) {
    float red = rgb[index];
    float green = rgb[index + 1];
    float blue = rgb[index + 2];
    return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
  }

  /** Returns the luma of the pixel whose red is at {@code index}. */
  float brightness(int index) {
    return 0.30f * rgb[index] + 0.59f * rgb[index + 1] + 0.11f * rgb[index + 2];
  }
}
