package org.mmt4j.features.extract;

import java.util.Optional;

/** Pictures of a video, one after another. Not safe for use by many threads. */
public interface FrameReader extends AutoCloseable {

  /**
   * The next picture, which is the caller's; empty at the end.
   *
   * @throws VideoFileException if the file cannot be decoded
   */
  Optional<Frame> next() throws VideoFileException;

  @Override
  void close();
}
