package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVSubtitle;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.VideoFileException;

/** Reads a text subtitle track. FFmpeg returns each cue as a line of an ASS script. */
final class TextSubtitles {

  /** Number of fields before the text of a line. */
  private static final int FIELDS_BEFORE_TEXT = 8;

  private final Demuxer demuxer;
  private final AVStream stream;
  private final StreamClock clock;
  private final List<SubtitleCue> cues = new ArrayList<>();

  private TextSubtitles(Demuxer demuxer, AVStream stream) throws VideoFileException {
    this.demuxer = demuxer;
    this.stream = stream;
    this.clock = new StreamClock(demuxer, stream);
  }

  /** Reads all cues, in order of their start. */
  static ImmutableList<SubtitleCue> read(Demuxer demuxer, AVStream stream)
      throws VideoFileException {
    TextSubtitles subtitles = new TextSubtitles(demuxer, stream);
    subtitles.decode();
    return ImmutableList.sortedCopyOf(
        Comparator.comparingDouble(SubtitleCue::start), subtitles.cues);
  }

  private void decode() throws VideoFileException {
    AVCodecContext context = Decoder.open(demuxer, stream);
    try (AVSubtitle subtitle = new AVSubtitle()) {
      int[] found = new int[1];
      Optional<AVPacket> packet = demuxer.next(stream);
      while (packet.isPresent()) {
        int code = avcodec.avcodec_decode_subtitle2(context, subtitle, found, packet.get());
        if (code >= 0 && found[0] != 0) {
          try {
            add(packet.get(), subtitle);
          } finally {
            avcodec.avsubtitle_free(subtitle);
          }
        }
        packet = demuxer.next(stream);
      }
    } finally {
      avcodec.avcodec_free_context(context);
    }
  }

  private void add(AVPacket packet, AVSubtitle subtitle) throws VideoFileException {
    double start = second(packet.pts());
    double end = Math.max(start, second(packet.pts() + packet.duration()));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < subtitle.num_rects(); i++) {
      BytePointer line = subtitle.rects(i).ass();
      if (line != null) {
        lines.add(text(line.getString(StandardCharsets.UTF_8)));
      }
    }
    String text = String.join("\n", lines).strip();
    if (!text.isEmpty()) {
      cues.add(new SubtitleCue(start, end, text));
    }
  }

  private double second(long timestamp) throws VideoFileException {
    return DecodingLimits.requireSecond(demuxer.file(), Math.max(0, clock.second(timestamp)));
  }

  /** Returns the text of a line, without the fields before it and without style codes. */
  private static String text(String line) {
    String[] fields = line.split(",", FIELDS_BEFORE_TEXT + 1);
    String text = fields[fields.length - 1];
    return text.replaceAll("\\{[^}]*\\}", "").replaceAll("\\\\[Nn]", "\n").replace("\\h", " ");
  }
}
