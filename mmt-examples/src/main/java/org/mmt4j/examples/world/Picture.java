package org.mmt4j.examples.world;

/**
 * Pixels of one frame.
 *
 * @param rgb red, green, blue of each pixel, row by row from the top left; 0 to 1
 */
record Picture(int width, int height, float[] rgb) {

  /** Colourfulness of the pixel whose red is at {@code index}: largest less smallest part. */
  float chroma(int index) {
    float red = rgb[index];
    float green = rgb[index + 1];
    float blue = rgb[index + 2];
    return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
  }

  /** Brightness of the pixel whose red is at {@code index}, as the eye weighs the parts. */
  float brightness(int index) {
    return 0.30f * rgb[index] + 0.59f * rgb[index + 1] + 0.11f * rgb[index + 2];
  }
}
