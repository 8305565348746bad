package org.mmt4j.examples.world;

import java.util.SplittableRandom;

/** Renders the sound track of a script: one channel, samples between -1 and 1. */
final class Synthesizer {

  private static final double DELAY_SECONDS = 0.2;
  private static final double SECONDS = 1.2;
  private static final double RAMP_SECONDS = 0.02;
  private static final double LOUDNESS = 0.3;
  private static final double NOISE = 0.002;
  private static final double[] BELL_PARTIALS = {1, 2.0, 2.76, 4.07};
  private static final double BELL_HERTZ = 620;
  private static final double THUD_HERTZ = 75;
  private static final double WHISTLE_HERTZ = 1500;
  private static final double HORN_HERTZ = 140;
  private static final int HORN_HARMONICS = 9;

  private Synthesizer() {}

  /**
   * Returns all samples of the clip, with faint microphone noise.
   *
   * @param rate sampling rate in Hz
   */
  static float[] samples(Script script, int rate) {
    Staging staging = script.staging();
    SplittableRandom random = new SplittableRandom(staging.noiseSeed());
    float[] samples = new float[staging.seconds() * rate];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble(-NOISE, NOISE);
    }
    add(script.first().sound(), staging.firstStart(), rate, samples, random);
    add(script.second().sound(), staging.secondStart(), rate, samples, random);
    return samples;
  }

  private static void add(
      Sound sound, double start, int rate, float[] samples, SplittableRandom random) {
    if (sound == Sound.SILENCE) {
      return;
    }
    int from = (int) ((start + DELAY_SECONDS) * rate);
    int count = Math.min((int) (SECONDS * rate), samples.length - from);
    double lastHiss = 0;
    for (int i = 0; i < count; i++) {
      double time = (double) i / rate;
      double hiss = random.nextDouble(-1, 1);
      double wave = sound == Sound.HISS ? hiss - lastHiss : wave(sound, time);
      lastHiss = hiss;
      samples[from + i] += (float) (LOUDNESS * ramp(time) * wave);
    }
  }

  private static double wave(Sound sound, double time) {
    return switch (sound) {
      case BELL -> bell(time);
      case THUD -> Math.exp(-5 * time) * sine(THUD_HERTZ * time * (1 - 0.2 * time));
      case WHISTLE -> sine(WHISTLE_HERTZ * time + 6 * sine(7 * time));
      case HORN -> horn(time);
      case HISS, SILENCE -> 0;
    };
  }

  private static double bell(double time) {
    double sum = 0;
    for (double partial : BELL_PARTIALS) {
      sum += Math.exp(-2 * partial * time) * sine(BELL_HERTZ * partial * time) / partial;
    }
    return sum;
  }

  /** Returns a sum of odd harmonics, as in a square wave. */
  private static double horn(double time) {
    double sum = 0;
    for (int harmonic = 1; harmonic <= HORN_HARMONICS; harmonic += 2) {
      sum += sine(HORN_HERTZ * harmonic * time) / harmonic;
    }
    return sum;
  }

  private static double ramp(double time) {
    return Math.min(1, Math.min(time, SECONDS - time) / RAMP_SECONDS);
  }

  private static double sine(double turns) {
    return Math.sin(2 * Math.PI * turns);
  }
}
