package org.mmt4j.extract.audio;

import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/** Turns one window of sound into log-mel bands. */
final class LogMelWindow {

  private final LogMel settings;
  private final FastFourierTransformer fft = new FastFourierTransformer(DftNormalization.STANDARD);
  private final double[] hann;
  private final double[][] weights;

  LogMelWindow(LogMel settings) {
    this.settings = settings;
    this.hann = hann(settings.window());
    this.weights = settings.bank().weights(settings.transformed() / 2 + 1, settings.rate());
  }

  /** Periodic: the window's first value would follow its last. */
  private static double[] hann(int length) {
    double[] hann = new double[length];
    for (int i = 0; i < length; i++) {
      hann[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
    }
    return hann;
  }

  /** Bands of the samples {@code start .. start + window}. */
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
    double[] filled = new double[settings.transformed()];
    for (int i = 0; i < hann.length; i++) {
      filled[i] = hann[i] * samples[start + i];
    }
    Complex[] spectrum = fft.transform(filled, TransformType.FORWARD);
    double[] magnitude = new double[filled.length / 2 + 1];
    for (int bin = 0; bin < magnitude.length; bin++) {
      magnitude[bin] = spectrum[bin].abs();
    }
    return magnitude;
  }
}
