package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import java.util.SplittableRandom;

/** Films a script for the experts: small frames, several a second, each with the sensor's noise. */
final class Camera {

  /** Frames a second. */
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

  /** The frames of one second, each taken in the middle of its share of it. */
  ImmutableList<Sighting> film(int second) {
    ImmutableList.Builder<Sighting> sightings = ImmutableList.builder();
    for (int i = 0; i < RATE; i++) {
      Picture picture = painter.paint(second + (i + 0.5) / RATE);
      addNoise(picture.rgb());
      sightings.add(Sighting.of(picture));
    }
    return sightings.build();
  }

  /** Adds a number between -NOISE and NOISE to each value; one random long serves four of them. */
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
