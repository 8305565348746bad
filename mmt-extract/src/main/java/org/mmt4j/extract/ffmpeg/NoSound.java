package org.mmt4j.extract.ffmpeg;

import java.util.List;
import java.util.Optional;
import org.mmt4j.extract.SoundReader;

/** The sound of a video that has none. */
final class NoSound implements SoundReader {

  @Override
  public Optional<List<float[]>> next() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // holds no resources
  }
}
