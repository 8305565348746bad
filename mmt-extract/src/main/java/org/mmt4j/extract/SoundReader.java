package org.mmt4j.extract;

import java.util.List;
import java.util.Optional;

/** The audio of a video at several rates, read in blocks. Not thread-safe. */
public interface SoundReader extends AutoCloseable {

  /**
   * Returns the next samples at each rate, mostly in [-1, 1], in the order of the rates. The length
   * of a block varies; it is 0 at a rate that has no samples yet. Empty at the end.
   *
   * @throws VideoFileException if the file cannot be decoded
   */
  Optional<List<float[]>> next() throws VideoFileException;

  @Override
  void close();
}
