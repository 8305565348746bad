package org.mmt4j.extract.audio;

import java.io.IOException;
import java.util.Arrays;
import org.mmt4j.extract.MediaRequests;
import org.mmt4j.extract.MediaSink;

/**
 * Computes the log-mel spectrogram of audio, window by window. N samples have {@code 1 + (N -
 * window) / hop} windows, or none if N is less than a window. Window i starts at second {@code i
 * hop / rate}.
 */
public final class LogMelStream implements MediaSink<float[]> {

  private final LogMel settings;
  private final LogMelWindow window;
  private final MediaSink<float[]> windows;
  private float[] samples = new float[0];
  private int start;

  /**
   * Creates a spectrogram of samples at the rate of the settings.
   *
   * @param windows receives the log-mel bands of each window
   */
  public LogMelStream(LogMel settings, MediaSink<float[]> windows) {
    this.settings = settings;
    this.window = new LogMelWindow(settings);
    this.windows = windows;
  }

  /**
   * Requests the audio of a video for a spectrogram.
   *
   * @param windows receives the log-mel bands of each window
   */
  public static void request(LogMel settings, MediaRequests requests, MediaSink<float[]> windows) {
    requests.audio(settings.rate(), new LogMelStream(settings, windows));
  }

  @Override
  public void accept(float[] more) throws IOException {
    append(more);
    while (samples.length - start >= settings.window()) {
      windows.accept(window.bands(samples, start));
      start += settings.hop();
    }
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
}
