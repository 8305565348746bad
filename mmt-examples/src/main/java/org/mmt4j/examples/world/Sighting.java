package org.mmt4j.examples.world;

/**
 * The thing and its visitor in one frame, detected by colour.
 *
 * @param picture the frame
 * @param thing the coloured pixels
 * @param visitor the dark pixels without colour
 */
record Sighting(Picture picture, Blob thing, Blob visitor) {

  private static final float PALE_CHROMA = 0.20f;
  private static final float COLOURFUL_CHROMA = 0.36f;
  private static final float DARK = 0.34f;
  private static final float BRIGHT = 0.52f;

  /** Detects the thing and its visitor. */
  static Sighting of(Picture picture) {
    Blob.Builder thing = new Blob.Builder();
    Blob.Builder visitor = new Blob.Builder();
    int index = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++, index += 3) {
        float chroma = picture.chroma(index);
        if (chroma > PALE_CHROMA) {
          thing.add(ramp(chroma, PALE_CHROMA, COLOURFUL_CHROMA), x, y);
        }
        float brightness = picture.brightness(index);
        if (brightness < BRIGHT && chroma < COLOURFUL_CHROMA) {
          float pale = ramp(-chroma, -COLOURFUL_CHROMA, -PALE_CHROMA);
          visitor.add(pale * ramp(-brightness, -BRIGHT, -DARK), x, y);
        }
      }
    }
    return new Sighting(picture, thing.build(), visitor.build());
  }

  /**
   * Returns the weight, 0 to 1, with which the pixel whose red is at {@code index} belongs to the
   * thing.
   */
  float colourfulness(int index) {
    return ramp(picture.chroma(index), PALE_CHROMA, COLOURFUL_CHROMA);
  }

  private static float ramp(float value, float from, float to) {
    return Math.min(1, Math.max(0, (value - from) / (to - from)));
  }
}
