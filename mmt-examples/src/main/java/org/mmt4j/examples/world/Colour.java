package org.mmt4j.examples.world;

import java.util.Locale;

/** Colour of the thing in a clip: six saturated colours of different hues. */
enum Colour {
  RED(0.90f, 0.22f, 0.20f),
  ORANGE(0.97f, 0.53f, 0.10f),
  YELLOW(0.93f, 0.82f, 0.10f),
  GREEN(0.18f, 0.68f, 0.32f),
  BLUE(0.18f, 0.42f, 0.90f),
  PURPLE(0.60f, 0.26f, 0.80f);

  private final float red;
  private final float green;
  private final float blue;

  Colour(float red, float green, float blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** Returns the red, green or blue component (channel 0, 1 or 2), 0 to 1. */
  float channel(int channel) {
    return switch (channel) {
      case 0 -> red;
      case 1 -> green;
      default -> blue;
    };
  }

  /** Returns the word in captions. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
