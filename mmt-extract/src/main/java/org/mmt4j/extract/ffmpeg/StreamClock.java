package org.mmt4j.extract.ffmpeg;

import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/** Computes the time in the file at which the frames of a stream start. */
final class StreamClock {

  private final Demuxer demuxer;
  private final double timeBase;
  private final double averageDuration;
  private double end;

  StreamClock(Demuxer demuxer, AVStream stream) {
    this.demuxer = demuxer;
    this.timeBase = avutil.av_q2d(stream.time_base());
    this.averageDuration = averageDuration(stream.avg_frame_rate());
  }

  private static double averageDuration(AVRational rate) {
    return rate.num() > 0 && rate.den() > 0 ? (double) rate.den() / rate.num() : 0;
  }

  /**
   * Returns the second at which a frame starts; a frame without a timestamp starts at the end of
   * the previous one.
   */
  double second(AVFrame frame) {
    long timestamp = frame.best_effort_timestamp();
    double second = timestamp == avutil.AV_NOPTS_VALUE ? end : second(timestamp);
    end = second + duration(frame);
    return second;
  }

  /** Returns the second of the file for a timestamp. */
  double second(long timestamp) {
    return timestamp * timeBase - demuxer.start();
  }

  /**
   * Returns the duration of a frame that the file states, or the average of the stream; at most
   * {@link Timeline#LONGEST_STILL}.
   */
  double duration(AVFrame frame) {
    double stated = frame.duration() > 0 ? frame.duration() * timeBase : averageDuration;
    return Math.min(stated, Timeline.LONGEST_STILL);
  }
}
