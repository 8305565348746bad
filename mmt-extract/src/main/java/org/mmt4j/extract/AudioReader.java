package org.mmt4j.extract;

import java.util.Optional;

/** The audio of a video, read in blocks. Not thread-safe. */
public interface AudioReader extends AutoCloseable {

  /**
   * Returns the next samples, mostly in [-1, 1]. A block has at least one sample; its length
   * varies, and the caller may change it. Empty at the end.
   *
   * @throws VideoFileException if the file cannot be decoded
   */
  Optional<float[]> next() throws VideoFileException;

  @Override
  void close();
}
