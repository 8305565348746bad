package org.mmt4j.extract;

import java.util.Optional;

/** Pictures of a video, one after another. Not safe for use by many threads. */
public interface FrameReader extends AutoCloseable {

  /**
   * The next picture, which stays as it is; empty at the end. While a video goes on to show a
   * picture, it is the same one again, as {@link Frame#shows} tells.
   *
   * @throws VideoFileException if the file cannot be decoded
   */
  Optional<Frame> next() throws VideoFileException;

  @Override
  void close();
}
