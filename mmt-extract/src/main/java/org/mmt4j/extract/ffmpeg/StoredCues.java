package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.subtitles.CueCollector;
import org.mmt4j.extract.subtitles.Markup;
import org.mmt4j.extract.subtitles.SubtitleEncoding;

/** Packets that are the text of a cue, with its markup, as the usual codecs have them. */
final class StoredCues implements CuePackets {

  private static final ImmutableMap<Integer, Markup> CODECS =
      ImmutableMap.of(
          avcodec.AV_CODEC_ID_SUBRIP, Markup.TAGS,
          avcodec.AV_CODEC_ID_TEXT, Markup.TAGS,
          avcodec.AV_CODEC_ID_WEBVTT, Markup.TAGS,
          avcodec.AV_CODEC_ID_MOV_TEXT, Markup.TAGS,
          avcodec.AV_CODEC_ID_ASS, Markup.ASS);

  /** Larger packets are no cues. */
  private static final int MAX_BYTES = 1 << 20;

  /** Number of fields before the text in a packet of ASS. */
  private static final int FIELDS_BEFORE_TEXT = 8;

  /** Number of bytes before the text in a packet of timed text: its length. */
  private static final int LENGTH_BYTES = 2;

  private final int codec;
  private final Markup markup;
  private final StreamClock clock;
  private final CueCollector cues;

  private StoredCues(int codec, Markup markup, StreamClock clock, CueCollector cues) {
    this.codec = codec;
    this.markup = markup;
    this.clock = clock;
    this.cues = cues;
  }

  /** Returns a reader of the packets of a stream; empty if they are not text. */
  static Optional<CuePackets> of(AVStream stream, StreamClock clock, CueCollector cues) {
    int codec = stream.codecpar().codec_id();
    return Optional.ofNullable(CODECS.get(codec))
        .map(markup -> new StoredCues(codec, markup, clock, cues));
  }

  @Override
  public void add(AVPacket packet) throws VideoFileException {
    if (packet.size() > 0 && packet.size() <= MAX_BYTES) {
      double start = clock.second(packet.pts());
      double end = clock.second(packet.pts() + packet.duration());
      cues.add(start, end, text(packet), markup);
    }
  }

  private String text(AVPacket packet) {
    byte[] bytes = new byte[packet.size()];
    packet.data().get(bytes);
    return switch (codec) {
      case avcodec.AV_CODEC_ID_MOV_TEXT -> timedText(bytes);
      case avcodec.AV_CODEC_ID_ASS -> afterFields(SubtitleEncoding.decode(bytes));
      default -> SubtitleEncoding.decode(bytes);
    };
  }

  /** Returns the text between its length and the boxes of its styles. */
  private static String timedText(byte[] bytes) {
    if (bytes.length < LENGTH_BYTES) {
      return "";
    }
    int length = Ints.fromBytes((byte) 0, (byte) 0, bytes[0], bytes[1]);
    int end = Math.min(bytes.length, LENGTH_BYTES + length);
    return SubtitleEncoding.decode(Arrays.copyOfRange(bytes, LENGTH_BYTES, end));
  }

  /** Returns the last field of a line of ASS, which may contain commas. */
  static String afterFields(String line) {
    String[] fields = line.split(",", FIELDS_BEFORE_TEXT + 1);
    return fields[fields.length - 1];
  }

  @Override
  public void finish() {
    // no packet is kept
  }

  @Override
  public void close() {
    // holds no resources
  }
}
