package org.mmt4j.extract.words;

import java.io.IOException;
import java.util.List;
import org.mmt4j.extract.MediaRequests;

/** Finds text in videos, one video at a time. Closing a reader again has no effect. */
interface TextReader extends AutoCloseable {

  /**
   * A text and its time.
   *
   * @param time middle of the time span in which the text is shown or spoken, in seconds
   */
  record TimedText(double time, String text) {}

  /** The texts of one video. */
  @FunctionalInterface
  interface Texts extends AutoCloseable {

    /** Returns the texts, in order of their start. Called after the pass over the video. */
    List<TimedText> read() throws IOException;

    /** Frees what reading the video holds. */
    @Override
    default void close() {}
  }

  /** Requests what is read of a video. */
  Texts start(MediaRequests requests) throws IOException;

  @Override
  void close();
}
