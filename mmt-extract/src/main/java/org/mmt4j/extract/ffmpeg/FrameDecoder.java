package org.mmt4j.extract.ffmpeg;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.mmt4j.extract.VideoFileException;

/** Decodes the frames of a stream. */
interface FrameDecoder extends AutoCloseable {

  /**
   * Decodes the next frame.
   *
   * @return false at the end
   * @throws VideoFileException if all packets are damaged
   */
  boolean next(AVFrame frame) throws VideoFileException;

  /** Returns the number of damaged packets so far. */
  int damaged();

  @Override
  void close();
}
