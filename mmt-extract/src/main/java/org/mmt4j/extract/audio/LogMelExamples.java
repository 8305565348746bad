package org.mmt4j.extract.audio;

import java.io.IOException;
import org.mmt4j.extract.MediaSink;

/**
 * Splits a log-mel spectrogram into consecutive examples, the input of audio networks. VGGish reads
 * examples of 96 windows, 10 ms apart. Windows after the last full example are skipped, as in
 * {@code vggish_input.py}.
 */
public final class LogMelExamples implements MediaSink<float[]> {

  private final MediaSink<float[][]> examples;
  private final float[][] example;
  private int filled;

  /**
   * Splits a spectrogram.
   *
   * @param windows number of windows of an example, at least 1
   * @param examples receives each example, [windows, bands]
   */
  public LogMelExamples(int windows, MediaSink<float[][]> examples) {
    if (windows < 1) {
      throw new IllegalArgumentException(
          "windows of an example: found " + windows + ", expected at least 1");
    }
    this.examples = examples;
    this.example = new float[windows][];
  }

  @Override
  public void accept(float[] bands) throws IOException {
    example[filled++] = bands;
    if (filled == example.length) {
      filled = 0;
      examples.accept(example.clone());
    }
  }
}
