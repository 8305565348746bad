package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The raw features of the appearance, motion and audio experts for each second of a clip, before
 * standardization. Frames and samples are not kept.
 *
 * @param audio empty if the clip has no sound track
 */
record Recording(
    ImmutableList<double[]> appearance,
    ImmutableList<double[]> motion,
    ImmutableList<double[]> audio) {

  /** Renders a script and extracts its features, second by second. */
  static Recording of(Script script) {
    ImmutableList.Builder<double[]> appearance = ImmutableList.builder();
    ImmutableList.Builder<double[]> motion = ImmutableList.builder();
    ImmutableList.Builder<double[]> audio = ImmutableList.builder();
    Camera camera = new Camera(script);
    for (int second = 0; second < script.staging().seconds(); second++) {
      List<Sighting> frames = camera.record(second);
      appearance.add(AppearanceExpert.describe(frames));
      motion.add(MotionExpert.describe(frames));
    }
    if (script.soundTrack()) {
      float[] samples = Synthesizer.samples(script, AudioExpert.RATE);
      for (int second = 0; second < script.staging().seconds(); second++) {
        audio.add(AudioExpert.describe(samples, second * AudioExpert.RATE));
      }
    }
    return new Recording(appearance.build(), motion.build(), audio.build());
  }
}
