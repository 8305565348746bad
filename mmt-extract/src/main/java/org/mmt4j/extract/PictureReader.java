package org.mmt4j.extract;

/** The decoded pictures of a video, one after the other. Not thread-safe. */
public interface PictureReader extends AutoCloseable {

  /**
   * Advances to the next picture, or to the first one.
   *
   * @return false at the end; the last picture stays
   * @throws VideoFileException if the file cannot be decoded
   */
  boolean next() throws VideoFileException;

  /** Returns the second from which the picture is shown. */
  double from();

  /** Returns the second until which the picture is shown. */
  double until();

  /** Returns whether no picture follows. */
  boolean isLast();

  /**
   * Returns the picture, upright and scaled. It is scaled once for each size. While the pixels do
   * not change from a picture to the next, {@link Frame#isSameFrame} is true between the results of
   * a size.
   *
   * @param size the size of the frame
   * @param time the time of the frame in seconds
   * @throws VideoFileException if the picture cannot be scaled
   */
  Frame frame(FrameSize size, double time) throws VideoFileException;

  @Override
  void close();
}
