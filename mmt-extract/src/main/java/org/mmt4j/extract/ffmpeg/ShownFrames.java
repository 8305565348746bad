package org.mmt4j.extract.ffmpeg;

import java.util.function.IntConsumer;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.VideoFileException;

/** Goes through the pictures of a stream: the one that is shown, until the next one is. */
final class ShownFrames implements AutoCloseable {

  private final Decoder decoder;
  private final StreamClock clock;
  private final AVFrame shown;
  private final AVFrame following;
  private double shownFrom;
  private double shownUntil;
  private double followingFrom;
  private boolean follows;

  /**
   * Shows the first picture.
   *
   * @param damage as of a {@link Decoder}
   * @throws VideoFileException if there is none
   */
  ShownFrames(Demuxer demuxer, AVStream stream, IntConsumer damage) throws VideoFileException {
    clock = new StreamClock(demuxer, stream);
    decoder = new Decoder(demuxer, stream, damage);
    shown = avutil.av_frame_alloc();
    following = avutil.av_frame_alloc();
    try {
      decode();
      if (!follows) {
        throw new VideoFileException(demuxer.file(), "found no picture, expected at least one");
      }
      advance();
    } catch (VideoFileException e) {
      close();
      throw e;
    }
  }

  /** The picture, which stays with this object. */
  AVFrame shown() {
    return shown;
  }

  /** From which second it is shown. */
  double from() {
    return shownFrom;
  }

  /** Until which second it is shown. */
  double until() {
    return follows ? followingFrom : shownUntil;
  }

  /** Whether there is another picture after this one. */
  boolean hasNext() {
    return follows;
  }

  /** Shows the following picture. */
  void advance() throws VideoFileException {
    avutil.av_frame_unref(shown);
    avutil.av_frame_move_ref(shown, following);
    shownFrom = followingFrom;
    shownUntil = shownFrom + clock.duration(shown);
    decode();
  }

  private void decode() throws VideoFileException {
    follows = decoder.next(following);
    if (follows) {
      followingFrom = Math.max(shownFrom, clock.second(following));
    }
  }

  @Override
  public void close() {
    decoder.close();
    avutil.av_frame_free(shown);
    avutil.av_frame_free(following);
  }
}
