package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import java.util.SplittableRandom;

/** Renders small frames of a script for the experts, with sensor noise. */
final class Camera {

  /** Frame rate per second. */
  static final int RATE = 8;

  static final int WIDTH = 64;
  static final int HEIGHT = 48;

  private static final float NOISE = 0.03f;
  private static final int BITS = 16;
  private static final float STEP = NOISE / (1 << (BITS - 1));
  private static final long MASK = (1L << BITS) - 1;

  private final Painter painter;
  private final SplittableRandom random;

  Camera(Script script) {
    painter = new Painter(script, WIDTH, HEIGHT);
    random = new SplittableRandom(~script.staging().noiseSeed());
  }

  /**
   * Returns the frames of one second, each at the middle of its interval of 1 / {@link #RATE} s.
   */
  ImmutableList<Sighting> record(int second) {
    ImmutableList.Builder<Sighting> sightings = ImmutableList.builder();
    for (int i = 0; i < RATE; i++) {
      Picture picture = painter.paint(second + (i + 0.5) / RATE);
      addNoise(picture.rgb());
      sightings.add(Sighting.of(picture));
    }
    return sightings.build();
  }

  /**
   * Adds noise between -NOISE and NOISE to each value; one random long provides the noise of four
   * values.
   */
  private void addNoise(float[] rgb) {
    for (int i = 0; i < rgb.length; i += 4) {
      long bits = random.nextLong();
      for (int j = i; j < i + 4; j++) {
        rgb[j] += ((bits & MASK) - (1 << (BITS - 1))) * STEP;
        bits >>>= BITS;
      }
    }
  }
}
