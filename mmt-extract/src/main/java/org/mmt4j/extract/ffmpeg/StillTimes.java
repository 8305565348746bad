package org.mmt4j.extract.ffmpeg;

import java.util.Optional;
import java.util.stream.DoubleStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Replaces decoding timestamps of a stream that stand still, as in an .mp4 whose samples have
 * durations of 0: packet k of those with timestamp t has the time {@code t + k d}, where d is the
 * duration of the stream divided by its number of packets; if that is unknown, the stated duration
 * of the packet, or that of the average frame rate. Two packets of the same time are not changed: a
 * picture that is not shown may have the time of the next one.
 */
final class StillTimes {

  /** Packets after the first one of their time from which on times are replaced. */
  private static final int MIN_REPETITIONS = 2;

  /** Plausible durations of a packet in seconds. */
  private static final double SHORTEST = 1e-3;

  private static final double LONGEST = 10;

  /** Minimum average time between packets in seconds; a shorter one is an error of the file. */
  private static final double SHORTEST_GAP = 1e-4;

  /** Duration of a packet in seconds if nothing states it. */
  private static final double USUAL = 0.04;

  private final AVStream stream;
  private final double base;
  private final boolean isStill;
  private long first;
  private long previous = avutil.AV_NOPTS_VALUE;
  private long moved = avutil.AV_NOPTS_VALUE;
  private int repetitions;
  private int replaced;
  private int packets;

  StillTimes(AVStream stream) {
    this.stream = stream;
    this.base = avutil.av_q2d(stream.time_base());
    this.isStill = isStill(stream);
  }

  /** Returns whether all packets have almost one time, if the file has a table of their times. */
  private static boolean isStill(AVStream stream) {
    int count = avformat.avformat_index_get_entries_count(stream);
    return count > MIN_REPETITIONS
        && stream.nb_frames() > MIN_REPETITIONS
        && avutil.av_q2d(stream.time_base()) * ticks(stream, count) < SHORTEST_GAP * (count - 1);
  }

  private static long ticks(AVStream stream, int count) {
    return avformat.avformat_index_get_entry(stream, count - 1).timestamp()
        - avformat.avformat_index_get_entry(stream, 0).timestamp();
  }

  /** Replaces the timestamps of a packet if its time stands still, or is before a replaced one. */
  void spread(AVPacket packet) {
    packets++;
    long timestamp = packet.dts();
    if (timestamp == avutil.AV_NOPTS_VALUE || !(base > 0)) {
      return;
    }
    boolean goesBack = timestamp < previous;
    boolean stays = packets > 1 && (isStill || timestamp == previous);
    repetitions = stays ? repetitions + 1 : 0;
    first = stays ? first : timestamp;
    previous = timestamp;
    if (repetitions >= (isStill ? 1 : MIN_REPETITIONS)) {
      long length = Math.max(1, Math.round(seconds(packet) / base));
      packet.duration(length);
      packet.flags(packet.flags() & ~avcodec.AV_PKT_FLAG_DISCARD); // set by its time
      moveTo(packet, first + repetitions * length);
      replaced++;
    } else if (replaced > 0 && !goesBack) {
      moveTo(packet, Math.max(timestamp, moved));
    }
    moved = packet.dts();
  }

  private static void moveTo(AVPacket packet, long timestamp) {
    long ticks = timestamp - packet.dts();
    packet.dts(timestamp);
    if (packet.pts() != avutil.AV_NOPTS_VALUE) {
      packet.pts(packet.pts() + ticks);
    }
  }

  private double seconds(AVPacket packet) {
    AVRational rate = stream.avg_frame_rate();
    return DoubleStream.of(
            stream.nb_frames() > 0 ? stream.duration() * base / stream.nb_frames() : 0,
            packet.duration() * base,
            rate.num() > 0 ? (double) rate.den() / rate.num() : 0)
        .filter(seconds -> seconds >= SHORTEST && seconds <= LONGEST)
        .findFirst()
        .orElse(USUAL);
  }

  /** Returns a sentence if most of the times were replaced. */
  Optional<String> note() {
    String found = "stream " + stream.index() + ": found " + replaced + " of " + packets;
    return 2 * replaced > packets
        ? Optional.of(
            found + " packets with the time of the one before; times follow its frame rate")
        : Optional.empty();
  }
}
