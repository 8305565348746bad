package org.mmt4j.extract.ffmpeg;

import java.util.Optional;
import org.mmt4j.extract.AudioReader;

/** The audio reader of a video without audio. */
final class NoAudio implements AudioReader {

  @Override
  public Optional<float[]> next() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // holds no resources
  }
}
