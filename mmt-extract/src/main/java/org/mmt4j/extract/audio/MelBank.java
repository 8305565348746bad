package org.mmt4j.extract.audio;

/**
 * A bank of triangular filters, evenly spaced and half overlapping on the mel scale of HTK
 *
 * <pre>{@code mel(f) = 1127 ln(1 + f / 700)}</pre>
 *
 * The triangles are linear in mel, not in Hz, as in {@code mel_features.py} of VGGish.
 *
 * @param bands number of filters, at least 1
 * @param low frequency in Hz at which the first filter starts, at least 0
 * @param high frequency in Hz at which the last filter ends, above {@code low}
 */
public record MelBank(int bands, double low, double high) {

  public MelBank {
    if (bands < 1) {
      throw new IllegalArgumentException("mel bands: found " + bands + ", expected at least 1");
    }
    if (!(low >= 0) || !(high > low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "mel bank: found " + low + " to " + high + " Hz, expected 0 <= low < high");
    }
  }

  /**
   * Returns the weights of the bins of a spectrum, [bands, bins]. Bin k has the frequency {@code k
   * rate / (2 (bins - 1))}; bin 0, the constant part, has weight 0.
   *
   * @param bins number of bins of the spectrum, at least 2
   * @param rate samples per second, at least 2 * {@link #high}
   */
  double[][] weights(int bins, int rate) {
    if (2 * high > rate) {
      throw new IllegalArgumentException(
          "mel bank: found frequencies up to "
              + high
              + " Hz, expected at most half of the "
              + rate
              + " samples per second");
    }
    double[][] weights = new double[bands][bins];
    for (int band = 0; band < bands; band++) {
      for (int bin = 1; bin < bins; bin++) {
        weights[band][bin] = weight(band, mel(bin * rate / (2.0 * (bins - 1))));
      }
    }
    return weights;
  }

  private double weight(int band, double mel) {
    double rising = (mel - edge(band)) / (edge(band + 1) - edge(band));
    double falling = (edge(band + 2) - mel) / (edge(band + 2) - edge(band + 1));
    return Math.max(0, Math.min(rising, falling));
  }

  /**
   * Returns edge i of bands + 2: filter b rises from edge b to edge b + 1 and falls to edge b + 2.
   */
  private double edge(int i) {
    return mel(low) + i * (mel(high) - mel(low)) / (bands + 1);
  }

  private static double mel(double hertz) {
    return 1127 * Math.log(1 + hertz / 700);
  }
}
