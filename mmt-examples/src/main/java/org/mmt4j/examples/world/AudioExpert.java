package org.mmt4j.examples.world;

import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * Describes the sounds of one second: the logarithm of the power in {@value #BANDS} bands of equal
 * size on the mel scale, between {@value #LOWEST_HERTZ} Hz and half the sampling rate.
 */
final class AudioExpert {

  /** Sampling rate in Hz. */
  static final int RATE = 8192;

  private static final int BANDS = 24;
  private static final double LOWEST_HERTZ = 50;

  /** Dimension of a feature. */
  static final int DIMENSION = BANDS;

  private static final int WINDOW = 512;
  private static final double FLOOR = 1e-6;
  private static final double[] HANN = hann();
  private static final int[] BAND_STARTS = bandStarts();

  private AudioExpert() {}

  /** Returns the feature of {@code samples[from .. from + RATE)}. */
  static double[] describe(float[] samples, int from) {
    FastFourierTransformer fourier = new FastFourierTransformer(DftNormalization.STANDARD);
    double[] power = new double[BANDS];
    double[] window = new double[WINDOW];
    int windows = RATE / WINDOW;
    for (int start = from; start < from + windows * WINDOW; start += WINDOW) {
      for (int i = 0; i < WINDOW; i++) {
        window[i] = HANN[i] * samples[start + i];
      }
      addPower(fourier.transform(window, TransformType.FORWARD), power);
    }
    for (int band = 0; band < BANDS; band++) {
      power[band] = Math.log10(FLOOR + power[band] / windows);
    }
    return power;
  }

  /** Adds |X_k|^2 / (N / 2)^2, summed over the bins k of each band. */
  private static void addPower(Complex[] spectrum, double[] power) {
    double scale = 4.0 / (WINDOW * WINDOW);
    for (int band = 0; band < BANDS; band++) {
      for (int bin = BAND_STARTS[band]; bin < BAND_STARTS[band + 1]; bin++) {
        double real = spectrum[bin].getReal();
        double imaginary = spectrum[bin].getImaginary();
        power[band] += scale * (real * real + imaginary * imaginary);
      }
    }
  }

  private static double[] hann() {
    double[] hann = new double[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      hann[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW);
    }
    return hann;
  }

  /**
   * Returns the first bin of each band and the end of the last band; each band has at least one
   * bin.
   */
  private static int[] bandStarts() {
    double lowest = mel(LOWEST_HERTZ);
    double highest = mel(RATE / 2.0);
    int[] starts = new int[BANDS + 1];
    for (int i = 0; i <= BANDS; i++) {
      double hertz = hertz(lowest + (highest - lowest) * i / BANDS);
      int bin = (int) Math.round(hertz * WINDOW / RATE);
      starts[i] = i == 0 ? bin : Math.max(starts[i - 1] + 1, bin);
    }
    return starts;
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }
}
