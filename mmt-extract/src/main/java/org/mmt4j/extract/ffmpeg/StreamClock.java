package org.mmt4j.extract.ffmpeg;

import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.VideoFileException;

/** Computes the time in the file at which the frames of a stream start. */
final class StreamClock {

  private final Demuxer demuxer;
  private final double timeBase;
  private final double averageDuration;
  private double end;

  /**
   * @throws VideoFileException if the time base is not positive
   */
  StreamClock(Demuxer demuxer, AVStream stream) throws VideoFileException {
    this.demuxer = demuxer;
    this.timeBase = timeBase(demuxer, stream.time_base());
    this.averageDuration = averageDuration(stream.avg_frame_rate());
  }

  private static double timeBase(Demuxer demuxer, AVRational ratio) throws VideoFileException {
    if (ratio.num() <= 0 || ratio.den() <= 0) {
      throw new VideoFileException(
          demuxer.file(),
          "found time base " + ratio.num() + "/" + ratio.den() + " s, expected a positive one");
    }
    return avutil.av_q2d(ratio);
  }

  private static double averageDuration(AVRational rate) {
    return rate.num() > 0 && rate.den() > 0 ? (double) rate.den() / rate.num() : 0;
  }

  /**
   * Returns the second at which a frame starts; a frame without a timestamp starts at the end of
   * the previous one.
   *
   * @throws VideoFileException if the time is too late
   */
  double second(AVFrame frame) throws VideoFileException {
    long timestamp = frame.best_effort_timestamp();
    double second = timestamp == avutil.AV_NOPTS_VALUE ? end : second(timestamp);
    end = second + duration(frame);
    return DecodingLimits.requireSecond(demuxer.file(), second);
  }

  /** Returns the second of the file for a timestamp. */
  double second(long timestamp) {
    return timestamp * timeBase - demuxer.start();
  }

  /** Returns the duration of a frame that the file states, or the average of the stream. */
  double duration(AVFrame frame) {
    return frame.duration() > 0 ? frame.duration() * timeBase : averageDuration;
  }
}
