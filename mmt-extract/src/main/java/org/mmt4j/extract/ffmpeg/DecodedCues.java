package org.mmt4j.extract.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVSubtitle;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.subtitles.CueCollector;
import org.mmt4j.extract.subtitles.Markup;

/** Packets that FFmpeg decodes. It returns each cue as a line of an ASS script. */
final class DecodedCues implements CuePackets {

  private static final double MILLISECONDS = 1000;

  private final double timeBase;
  private final StreamClock clock;
  private final CueCollector cues;
  private final Flaws flaws;
  private final AVCodecContext context;
  private final AVSubtitle subtitle = new AVSubtitle();
  private double clockOffset;
  private double packetSeconds;
  private int damaged;

  /**
   * @param flaws receives, at the end, the number of damaged packets, if there are any
   * @throws VideoFileException if there is no decoder
   */
  DecodedCues(Demuxer demuxer, AVStream stream, StreamClock clock, CueCollector cues, Flaws flaws)
      throws VideoFileException {
    this.timeBase = avutil.av_q2d(stream.time_base());
    this.clock = clock;
    this.cues = cues;
    this.flaws = flaws;
    this.context = Decoder.open(demuxer, stream);
  }

  @Override
  public void add(AVPacket packet) throws VideoFileException {
    clockOffset = clock.second(packet.pts()) - packet.pts() * timeBase;
    packetSeconds = packet.duration() * timeBase;
    decode(packet);
  }

  /** Closed captions are complete only when the next one replaces them. */
  @Override
  public void finish() throws VideoFileException {
    if ((context.codec().capabilities() & avcodec.AV_CODEC_CAP_DELAY) != 0) {
      AVPacket end = avcodec.av_packet_alloc();
      try {
        decode(end);
      } finally {
        avcodec.av_packet_free(end);
      }
    }
    if (damaged > 0) {
      flaws.damaged(damaged);
    }
  }

  private void decode(AVPacket packet) throws VideoFileException {
    int[] found = new int[1];
    int code = avcodec.avcodec_decode_subtitle2(context, subtitle, found, packet);
    damaged += code < 0 ? 1 : 0;
    if (code >= 0 && found[0] != 0) {
      try {
        add();
      } finally {
        avcodec.avsubtitle_free(subtitle);
      }
    }
  }

  private void add() throws VideoFileException {
    double time = (double) subtitle.pts() / avutil.AV_TIME_BASE + clockOffset;
    long start = Integer.toUnsignedLong(subtitle.start_display_time());
    long end = Integer.toUnsignedLong(subtitle.end_display_time());
    boolean hasEnd = end > start && subtitle.end_display_time() != -1; // -1: until the next one
    cues.add(
        time + start / MILLISECONDS,
        time + (hasEnd ? end / MILLISECONDS : packetSeconds),
        text(),
        Markup.ASS);
  }

  private String text() {
    StringJoiner lines = new StringJoiner("\n");
    for (int i = 0; i < subtitle.num_rects(); i++) {
      BytePointer line = subtitle.rects(i).ass();
      if (line != null) {
        lines.add(StoredCues.afterFields(line.getString(StandardCharsets.UTF_8)));
      }
    }
    return lines.toString();
  }

  @Override
  public void close() {
    subtitle.close();
    avcodec.avcodec_free_context(context);
  }
}
