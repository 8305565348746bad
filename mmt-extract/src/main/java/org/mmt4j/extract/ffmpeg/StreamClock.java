package org.mmt4j.extract.ffmpeg;

import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.VideoFileException;

/** Tells at which second of the file the frames of a stream begin. */
final class StreamClock {

  private final Demuxer demuxer;
  private final double unit;
  private final double usualDuration;
  private double end;

  /**
   * @throws VideoFileException if the stream has no unit of time
   */
  StreamClock(Demuxer demuxer, AVStream stream) throws VideoFileException {
    this.demuxer = demuxer;
    this.unit = unit(demuxer, stream.time_base());
    this.usualDuration = usualDuration(stream.avg_frame_rate());
  }

  private static double unit(Demuxer demuxer, AVRational base) throws VideoFileException {
    if (base.num() <= 0 || base.den() <= 0) {
      throw new VideoFileException(
          demuxer.file(),
          "found a unit of time of " + base.num() + "/" + base.den() + " s, expected it positive");
    }
    return avutil.av_q2d(base);
  }

  private static double usualDuration(AVRational rate) {
    return rate.num() > 0 && rate.den() > 0 ? (double) rate.den() / rate.num() : 0;
  }

  /**
   * Second of the file; a frame without a timestamp begins where the last one ended.
   *
   * @throws VideoFileException if it is too late
   */
  double second(AVFrame frame) throws VideoFileException {
    long timestamp = frame.best_effort_timestamp();
    double second = timestamp == avutil.AV_NOPTS_VALUE ? end : second(timestamp);
    end = second + duration(frame);
    return DecodingLimits.requireSecond(demuxer.file(), second);
  }

  /** Second of the file of a timestamp. */
  double second(long timestamp) {
    return timestamp * unit - demuxer.start();
  }

  /** How long a frame is shown or heard, as stated, or as is usual in the stream. */
  double duration(AVFrame frame) {
    return frame.duration() > 0 ? frame.duration() * unit : usualDuration;
  }
}
