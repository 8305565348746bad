package org.mmt4j.extract.ffmpeg;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.VideoFileException;

/** Iterates over the decoded frames of a video, with the time span for which each is shown. */
final class ShownFrames implements AutoCloseable {

  private final JoinedFrames frames;
  private final AVFrame shown;
  private final AVFrame nextFrame;
  private double shownFrom;
  private double shownUntil;
  private double nextFrom;
  private double nextDuration;
  private boolean hasNextFrame;

  /**
   * Decodes the first frame. Owns the frames.
   *
   * @throws VideoFileException if there is none
   */
  ShownFrames(JoinedFrames frames) throws VideoFileException {
    this.frames = frames;
    shown = Ffmpeg.allocated(avutil.av_frame_alloc());
    nextFrame = Ffmpeg.allocated(avutil.av_frame_alloc());
    try {
      decode();
      if (!hasNextFrame) {
        throw new VideoFileException(frames.file(), "found no frame, expected at least one");
      }
      advance();
    } catch (VideoFileException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns the current frame, which this object owns. */
  AVFrame shown() {
    return shown;
  }

  /** Returns the second from which the current frame is shown. */
  double from() {
    return shownFrom;
  }

  /** Returns the second until which the current frame is shown. */
  double until() {
    return hasNextFrame ? nextFrom : shownUntil;
  }

  boolean hasNext() {
    return hasNextFrame;
  }

  /** Advances to the next frame. */
  void advance() throws VideoFileException {
    avutil.av_frame_unref(shown);
    avutil.av_frame_move_ref(shown, nextFrame);
    shownFrom = nextFrom;
    shownUntil = shownFrom + nextDuration;
    decode();
  }

  private void decode() throws VideoFileException {
    hasNextFrame = frames.next(nextFrame);
    if (hasNextFrame) {
      nextFrom = Math.max(shownFrom, frames.clock().second(nextFrame));
      nextDuration = frames.clock().duration(nextFrame);
    }
  }

  @Override
  public void close() {
    frames.close();
    avutil.av_frame_free(shown);
    avutil.av_frame_free(nextFrame);
  }
}
