package org.mmt4j.extract;

import java.util.Optional;

/** Sound of a video, block after block. Not safe for use by many threads. */
public interface AudioReader extends AutoCloseable {

  /**
   * The next samples, mostly in [-1, 1]; at least one, of no fixed number, the caller's. Empty at
   * the end.
   *
   * @throws VideoFileException if the file cannot be decoded
   */
  Optional<float[]> next() throws VideoFileException;

  @Override
  void close();
}
