package org.mmt4j.extract.words;

import java.io.IOException;
import java.util.List;
import org.mmt4j.extract.Video;

/** Finds text in videos, one video at a time; closing twice is harmless. */
interface TextReader extends AutoCloseable {

  /**
   * Text, and the middle of the seconds in which it is seen or heard.
   *
   * @param time in seconds
   */
  record TimedText(double time, String text) {}

  /** What there is in a video, in the order in which it begins. */
  List<TimedText> read(Video video) throws IOException;

  @Override
  void close();
}
