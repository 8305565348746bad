package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Maps the timestamps of all streams of a file to one clock without leaps, as joined recordings,
 * DVDs and dashcams need it. A leap starts a new part of the file, which follows the previous part:
 *
 * <pre>
 * clock = timestamp + shift of the part
 * </pre>
 *
 * <p>A decoding timestamp leaps if it is more than {@value #JITTER} s before the previous one of
 * its stream, or more than {@value #LONGEST_STILL} s after all that the part has. So a picture that
 * is shown for up to 10 minutes stays, also without sound, and one that sound or other pictures
 * accompany stays however long it is. All streams of a part have the same shift, so sound and
 * pictures stay in sync. A stream that still has packets of the previous part keeps its shift until
 * its own timestamps leap.
 *
 * <p>Subtitles, data and album art are sparse: they start no part, and belong to the newest.
 */
final class Timeline {

  /** Longest time without a packet of any stream, in seconds. */
  static final double LONGEST_STILL = 600;

  /** Tolerance of timestamps of a stream that do not increase, in seconds. */
  private static final double JITTER = 0.5;

  /** Tolerance of streams that start before their part, in seconds. */
  private static final double EARLY = 10;

  /** Maximum length of the only packet of a part, in seconds. */
  private static final double LONGEST_PACKET = 1;

  private final Map<Integer, StillTimes> stillTimes = new TreeMap<>();
  private final Map<Integer, Track> tracks = new HashMap<>();
  private Part newest;
  private double end;
  private boolean leaps;

  /**
   * @param start timestamp at which the file starts, in seconds
   */
  Timeline(double start) {
    this.newest = new Part(start, 0);
    this.end = start;
  }

  /** Replaces the timestamps of a packet, in the order of the file. */
  void map(AVPacket packet, AVStream stream) {
    double base = avutil.av_q2d(stream.time_base());
    if (Demuxer.isContinuous(stream)) {
      stillTimes.computeIfAbsent(stream.index(), index -> new StillTimes(stream)).spread(packet);
    }
    boolean decodes = packet.dts() != avutil.AV_NOPTS_VALUE;
    long timestamp = decodes ? packet.dts() : packet.pts();
    if (timestamp == avutil.AV_NOPTS_VALUE || !(base > 0)) {
      return;
    }
    double shift = newest.shift;
    if (Demuxer.isContinuous(stream)) {
      Track track = tracks.computeIfAbsent(stream.index(), index -> new Track(newest));
      shift = track.shift(timestamp * base, packet.duration() * base, decodes);
    }
    shift(packet, Math.round(shift / base), Math.round(LONGEST_STILL / base));
  }

  /** Returns a sentence for each stream whose timestamps stand still. */
  ImmutableList<String> notes() {
    return stillTimes.values().stream()
        .flatMap(times -> times.note().stream())
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns whether the file has several parts, as far as it was read. */
  boolean hasLeaps() {
    return leaps;
  }

  /** Also replaces a time of presentation that is too late after the time of decoding. */
  private static void shift(AVPacket packet, long ticks, long longestStill) {
    long dts = packet.dts();
    long pts = packet.pts();
    if (dts != avutil.AV_NOPTS_VALUE) {
      packet.dts(dts + ticks);
    }
    if (pts != avutil.AV_NOPTS_VALUE) {
      boolean wrong = dts != avutil.AV_NOPTS_VALUE && Math.abs(pts - dts) > longestStill;
      packet.pts((wrong ? dts : pts) + ticks);
    }
  }

  /** A part of the file without leaps. */
  private static final class Part {

    final double start;
    final double shift;
    double end;

    Part(double start, double shift) {
      this.start = start;
      this.shift = shift;
      this.end = start;
    }
  }

  /** A stream. Times are timestamps in seconds. */
  private final class Track {

    private Part part;
    private double last = Double.NaN;

    /** Length of the last packet: at most that of the one before, as files state wrong ones. */
    private double length;

    Track(Part part) {
      this.part = part;
    }

    /** Returns the shift of the next packet, in seconds. */
    double shift(double second, double packetLength, boolean decodes) {
      if (part != newest && Math.abs(second - last) > JITTER + length) {
        part = newest;
        last = Double.NaN;
      }
      if (decodes && leaps(second)) {
        startPart(second);
      }
      double step = Double.isNaN(last) ? LONGEST_PACKET : Math.max(0, second - last);
      length = Math.min(packetLength, step);
      last = Double.isNaN(last) ? second : Math.max(last, second);
      part.end = Math.max(part.end, last + length);
      end = Math.max(end, clock());
      return part.shift;
    }

    private boolean leaps(double second) {
      double earliest = Double.isNaN(last) ? part.start - EARLY : last - JITTER;
      return second < earliest || second > part.end + LONGEST_STILL;
    }

    /**
     * Starts a part that continues this stream; if another stream of the previous part is clearly
     * longer, after that.
     */
    private void startPart(double second) {
      double next = Double.isNaN(last) ? end : clock();
      double start = end - next > JITTER ? end : next;
      part = new Part(second, start - second);
      newest = part;
      leaps = true;
      last = Double.NaN;
    }

    /** Returns the end of the last packet on the clock. */
    private double clock() {
      return last + length + part.shift;
    }
  }
}
