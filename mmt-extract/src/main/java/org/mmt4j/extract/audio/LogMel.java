package org.mmt4j.extract.audio;

/**
 * Settings of a log-mel spectrogram. Each window of the audio is weighted by a periodic Hann
 * window, padded with zeros to the next power of 2, and becomes
 *
 * <pre>{@code log(bank |FFT(window)| + offset)}</pre>
 *
 * <p>Source: {@code mel_features.py} of VGGish (tensorflow/models, research/audioset/vggish).
 *
 * @param rate samples per second
 * @param window samples of a window, at least 2
 * @param hop samples from the start of a window to the start of the next, at least 1
 * @param bank mel filters
 * @param offset added before the logarithm, positive
 */
public record LogMel(int rate, int window, int hop, MelBank bank, double offset) {

  /** The settings of VGGish: 16 kHz, windows of 25 ms every 10 ms, 64 bands from 125 to 7500 Hz. */
  public static final LogMel VGGISH = new LogMel(16000, 400, 160, new MelBank(64, 125, 7500), 0.01);

  public LogMel {
    if (rate < 1 || window < 2 || hop < 1) {
      throw new IllegalArgumentException(
          "log-mel spectrogram: found windows of "
              + window
              + " samples every "
              + hop
              + " at "
              + rate
              + " Hz, expected a rate and a hop of at least 1 and windows of at least 2");
    }
    if (!(offset > 0)) {
      throw new IllegalArgumentException(
          "log-mel spectrogram: found offset " + offset + ", expected a positive value");
    }
  }

  /** Returns a copy with this number of samples per second. */
  public LogMel withRate(int newRate) {
    return new LogMel(newRate, window, hop, bank, offset);
  }

  /** Returns a copy with this number of samples of a window. */
  public LogMel withWindow(int newWindow) {
    return new LogMel(rate, newWindow, hop, bank, offset);
  }

  /** Returns a copy with this number of samples from the start of a window to the next. */
  public LogMel withHop(int newHop) {
    return new LogMel(rate, window, newHop, bank, offset);
  }

  /** Returns a copy with these mel filters. */
  public LogMel withBank(MelBank newBank) {
    return new LogMel(rate, window, hop, newBank, offset);
  }

  /** Returns a copy with this value added before the logarithm. */
  public LogMel withOffset(double newOffset) {
    return new LogMel(rate, window, hop, bank, newOffset);
  }

  /** Returns the seconds from the start of a window to the start of the next. */
  public double hopSeconds() {
    return (double) hop / rate;
  }

  /** Returns the FFT length: the smallest power of 2 that is at least {@link #window}. */
  int fftLength() {
    return Integer.highestOneBit(window - 1) * 2;
  }
}
