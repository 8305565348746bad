package org.mmt4j.extract.audio;

import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/** Computes the log-mel bands of one window of audio. */
final class LogMelWindow {

  private final LogMel settings;
  private final FastFourierTransformer fft = new FastFourierTransformer(DftNormalization.STANDARD);
  private final double[] hann;
  private final double[][] weights;

  LogMelWindow(LogMel settings) {
    this.settings = settings;
    this.hann = hann(settings.window());
    this.weights = settings.bank().weights(settings.fftLength() / 2 + 1, settings.rate());
  }

  /** Returns a periodic Hann window: its next value would equal its first. */
  private static double[] hann(int length) {
    double[] hann = new double[length];
    for (int i = 0; i < length; i++) {
      hann[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
    }
    return hann;
  }

  /** Returns the log-mel bands of the samples {@code start .. start + window}. */
  float[] bands(float[] samples, int start) {
    double[] magnitude = magnitude(samples, start);
    float[] bands = new float[weights.length];
    for (int band = 0; band < bands.length; band++) {
      double sum = 0;
      for (int bin = 0; bin < magnitude.length; bin++) {
        sum += weights[band][bin] * magnitude[bin];
      }
      bands[band] = (float) Math.log(sum + settings.offset());
    }
    return bands;
  }

  private double[] magnitude(float[] samples, int start) {
    double[] padded = new double[settings.fftLength()];
    for (int i = 0; i < hann.length; i++) {
      padded[i] = hann[i] * samples[start + i];
    }
    Complex[] spectrum = fft.transform(padded, TransformType.FORWARD);
    double[] magnitude = new double[padded.length / 2 + 1];
    for (int bin = 0; bin < magnitude.length; bin++) {
      magnitude[bin] = spectrum[bin].abs();
    }
    return magnitude;
  }
}
