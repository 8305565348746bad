package org.mmt4j.extract;

import java.util.Optional;

/** The frames of a video, read one by one. Not thread-safe. */
public interface FrameReader extends AutoCloseable {

  /**
   * Returns the next frame, which does not change later; empty at the end. While the pixels do not
   * change, {@link Frame#isSameFrame} is true between the results.
   *
   * @throws VideoFileException if the file cannot be decoded
   */
  Optional<Frame> next() throws VideoFileException;

  @Override
  void close();
}
