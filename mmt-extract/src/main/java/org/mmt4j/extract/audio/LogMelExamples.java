package org.mmt4j.extract.audio;

import java.util.Optional;
import org.mmt4j.extract.VideoFileException;

/**
 * Pieces of a log-mel spectrogram, side by side, as audio networks see them. VGGish sees 96 windows
 * of 10 ms. Windows after the last full piece are left out, as in {@code vggish_input.py}.
 */
public final class LogMelExamples implements AutoCloseable {

  private final LogMelReader spectrogram;
  private final int windows;

  /**
   * Takes apart a spectrogram, and closes it.
   *
   * @param windows of each piece, at least 1
   */
  public LogMelExamples(LogMelReader spectrogram, int windows) {
    if (windows < 1) {
      throw new IllegalArgumentException(
          "windows of an example: found " + windows + ", expected at least 1");
    }
    this.spectrogram = spectrogram;
    this.windows = windows;
  }

  /**
   * The next piece, [windows, bands]; empty at the end.
   *
   * @throws VideoFileException if the sound cannot be decoded
   */
  public Optional<float[][]> next() throws VideoFileException {
    float[][] example = new float[windows][];
    for (int i = 0; i < windows; i++) {
      Optional<float[]> bands = spectrogram.next();
      if (bands.isEmpty()) {
        return Optional.empty();
      }
      example[i] = bands.get();
    }
    return Optional.of(example);
  }

  @Override
  public void close() {
    spectrogram.close();
  }
}
