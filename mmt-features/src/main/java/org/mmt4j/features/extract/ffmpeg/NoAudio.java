package org.mmt4j.features.extract.ffmpeg;

import java.util.Optional;
import org.mmt4j.features.extract.AudioReader;

/** The sound of a video without sound. */
final class NoAudio implements AudioReader {

  @Override
  public Optional<float[]> next() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // holds nothing
  }
}
