package org.mmt4j.extract.audio;

import java.util.Optional;
import org.mmt4j.extract.VideoFileException;

/**
 * Splits a log-mel spectrogram into consecutive examples, the input of audio networks. VGGish reads
 * examples of 96 windows, 10 ms apart. Windows after the last full example are skipped, as in
 * {@code vggish_input.py}.
 */
public final class LogMelExamples implements AutoCloseable {

  private final LogMelReader spectrogram;
  private final int windows;

  /**
   * Splits a spectrogram, and owns its reader.
   *
   * @param windows number of windows of an example, at least 1
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
   * Returns the next example, [windows, bands]; empty at the end.
   *
   * @throws VideoFileException if the audio cannot be decoded
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
