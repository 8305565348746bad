package org.mmt4j.extract.ffmpeg;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.mmt4j.extract.VideoFileException;

/** Adds the cues in the packets of a subtitle track to a collector. */
interface CuePackets extends AutoCloseable {

  /**
   * Adds the cues of a packet; a damaged packet has none.
   *
   * @throws VideoFileException if the track has too many cues
   */
  void add(AVPacket packet) throws VideoFileException;

  /** Adds the cues that are left after the last packet. */
  void finish() throws VideoFileException;

  @Override
  void close();
}
