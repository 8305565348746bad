package org.mmt4j.extract.audio;

import java.util.Arrays;
import java.util.Optional;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;

/**
 * The log-mel spectrogram of a sound, window after window: of N samples there are {@code 1 + (N -
 * window) / hop} windows, none if N is less than a window. Window i starts at second {@code i hop /
 * rate}.
 */
public final class LogMelReader implements AutoCloseable {

  private final LogMel settings;
  private final LogMelWindow window;
  private final AudioReader audio;
  private float[] samples = new float[0];
  private int start;

  /**
   * Reads the sound of {@code audio}, and closes it.
   *
   * @param audio of the settings' rate
   */
  public LogMelReader(LogMel settings, AudioReader audio) {
    this.settings = settings;
    this.window = new LogMelWindow(settings);
    this.audio = audio;
  }

  /** Of the sound of a video; the caller closes it. */
  public static LogMelReader of(LogMel settings, Video video) throws VideoFileException {
    return new LogMelReader(settings, video.audio(settings.rate()));
  }

  /**
   * The next window's log-mel bands; empty at the end, where a window is not full.
   *
   * @throws VideoFileException if the sound cannot be decoded
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

  /** Forgets what was read. A hop may go beyond what is there. */
  private void append(float[] more) {
    int forgotten = Math.min(start, samples.length);
    float[] joined = Arrays.copyOfRange(samples, forgotten, samples.length + more.length);
    System.arraycopy(more, 0, joined, samples.length - forgotten, more.length);
    samples = joined;
    start -= forgotten;
  }

  @Override
  public void close() {
    audio.close();
  }
}
