package org.mmt4j.extract.audio;

/**
 * A log-mel spectrogram: each window of sound, weighted by a periodic Hann window and filled with
 * zeros to the next power of 2, becomes
 *
 * <pre>{@code log(bank |FFT(window)| + offset)}</pre>
 *
 * <p>Source: {@code mel_features.py} of VGGish (tensorflow/models, research/audioset/vggish).
 *
 * @param rate samples a second of the sound
 * @param window samples of a window, at least 2
 * @param hop samples from the start of a window to the start of the next, at least 1
 * @param bank filters
 * @param offset added before the logarithm, positive
 */
public record LogMel(int rate, int window, int hop, MelBank bank, double offset) {

  /** That of VGGish: 16 kHz, windows of 25 ms every 10 ms, 64 bands from 125 to 7500 Hz. */
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
          "log-mel spectrogram: found offset " + offset + ", expected a positive number");
    }
  }

  /** Seconds from the start of a window to the start of the next. */
  public double hopSeconds() {
    return (double) hop / rate;
  }

  /** Samples of a transformed window: the power of 2 that is at least {@link #window}. */
  int transformed() {
    return Integer.highestOneBit(window - 1) * 2;
  }
}
