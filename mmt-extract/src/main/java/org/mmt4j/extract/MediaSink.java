package org.mmt4j.extract;

import java.io.IOException;

/**
 * Receives what an expert has requested of a video, in order of time.
 *
 * @param <T> {@link Frame}, or samples of audio; shared with other experts, must not be changed
 */
@FunctionalInterface
public interface MediaSink<T> {

  /**
   * Receives the next frame or samples.
   *
   * @throws IOException if the expert fails; it receives nothing more of this video
   */
  void accept(T media) throws IOException;
}
