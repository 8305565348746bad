package org.mmt4j.extract.audio;

import java.util.Arrays;
import java.util.Optional;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;

/**
 * Computes the log-mel spectrogram of an audio stream, window by window. N samples have {@code 1 +
 * (N - window) / hop} windows, or none if N is less than a window. Window i starts at second {@code
 * i hop / rate}.
 */
public final class LogMelReader implements AutoCloseable {

  private final LogMel settings;
  private final LogMelWindow window;
  private final AudioReader audio;
  private float[] samples = new float[0];
  private int start;

  /**
   * Reads {@code audio}, and owns it unless this constructor throws.
   *
   * @param audio with the sample rate of the settings
   */
  public LogMelReader(LogMel settings, AudioReader audio) {
    this.settings = settings;
    this.window = new LogMelWindow(settings);
    this.audio = audio;
  }

  /** Opens the spectrogram of the audio of a video; the caller closes it. */
  public static LogMelReader of(LogMel settings, Video video) throws VideoFileException {
    AudioReader audio = video.audio(settings.rate());
    try {
      return new LogMelReader(settings, audio);
    } catch (RuntimeException e) {
      audio.close();
      throw e;
    }
  }

  /**
   * Returns the log-mel bands of the next window; empty if no full window is left.
   *
   * @throws VideoFileException if the audio cannot be decoded
   */
  public Optional<float[]> next() throws VideoFileException {
    while (samples.length - start < settings.window()) {
      Optional<float[]> more = audio.next();
      if (more.isEmpty()) {
        return Optional.empty();
      }
      append(more.get());
    }
    float[] bands = window.bands(samples, start);
    start += settings.hop();
    return Optional.of(bands);
  }

  /**
   * Appends samples, and drops those before {@code start}, which may be after the last sample if
   * the hop is longer than the window.
   */
  private void append(float[] more) {
    int dropped = Math.min(start, samples.length);
    float[] joined = Arrays.copyOfRange(samples, dropped, samples.length + more.length);
    System.arraycopy(more, 0, joined, samples.length - dropped, more.length);
    samples = joined;
    start -= dropped;
  }

  @Override
  public void close() {
    audio.close();
  }
}
