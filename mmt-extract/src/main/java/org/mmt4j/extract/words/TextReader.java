package org.mmt4j.extract.words;

import java.io.IOException;
import java.util.List;
import org.mmt4j.extract.Video;

/** Finds text in videos, one video at a time. Closing a reader again has no effect. */
interface TextReader extends AutoCloseable {

  /**
   * A text and its time.
   *
   * @param time middle of the time span in which the text is shown or spoken, in seconds
   */
  record TimedText(double time, String text) {}

  /** Returns the texts of a video, in order of their start. */
  List<TimedText> read(Video video) throws IOException;

  @Override
  void close();
}
