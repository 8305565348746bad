package org.mmt4j.extract.ffmpeg;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.subtitles.CueCollector;

/** Reads the cues of a subtitle track. */
final class TextSubtitles {

  private final Demuxer demuxer;
  private final SubtitleTrack track;
  private final CueCollector cues;

  private TextSubtitles(Demuxer demuxer, SubtitleTrack track, CueCollector cues) {
    this.demuxer = demuxer;
    this.track = track;
    this.cues = cues;
  }

  /**
   * Adds the cues of a track. If the file cannot be read to its end, the cues before are kept.
   *
   * @param damageListener receives the number of damaged packets, if there are any
   * @return why the rest of the track was skipped; empty if all of it was read
   * @throws VideoFileException if the track cannot be decoded, or has too many cues; the message
   *     names the track
   */
  static Optional<String> read(
      Demuxer demuxer, SubtitleTrack track, CueCollector cues, IntConsumer damageListener)
      throws VideoFileException {
    if (!track.isText()) {
      throw cues.problem("found a codec that is not text, expected text");
    }
    AVStream stream = track.find(demuxer);
    TextSubtitles subtitles = new TextSubtitles(demuxer, track, cues);
    try (CuePackets packets = subtitles.packets(stream, damageListener)) {
      return subtitles.read(stream, packets);
    }
  }

  private CuePackets packets(AVStream stream, IntConsumer damageListener)
      throws VideoFileException {
    try {
      StreamClock clock = new StreamClock(demuxer, stream);
      Optional<CuePackets> stored = StoredCues.of(stream, clock, cues);
      return stored.isPresent()
          ? stored.get()
          : new DecodedCues(demuxer, stream, clock, cues, damageListener);
    } catch (VideoFileException e) {
      throw cues.problem(e.problem());
    }
  }

  private Optional<String> read(AVStream stream, CuePackets packets) throws VideoFileException {
    while (true) {
      Optional<AVPacket> packet;
      try {
        packet = demuxer.next(stream);
      } catch (VideoFileException e) {
        packets.finish();
        return Optional.of("the rest of " + track + ": " + e.problem());
      }
      if (packet.isEmpty()) {
        packets.finish();
        return Optional.empty();
      }
      packets.add(packet.get());
    }
  }
}
