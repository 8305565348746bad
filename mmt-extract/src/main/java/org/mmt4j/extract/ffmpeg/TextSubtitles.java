package org.mmt4j.extract.ffmpeg;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.subtitles.CueCollector;

/** Reads the cues of a subtitle track. */
final class TextSubtitles {

  private TextSubtitles() {}

  /**
   * Adds the cues of a track. If the file ends early, those before its end.
   *
   * @param flaws receives the number of damaged packets and whether the file ends early
   * @throws VideoFileException if the track cannot be decoded, or has too many words; the message
   *     names the track
   */
  static void read(Demuxer demuxer, SubtitleTrack track, CueCollector cues, Flaws flaws)
      throws VideoFileException {
    if (!track.isText()) {
      throw cues.problem("found a codec that is not text, expected text");
    }
    AVStream stream = demuxer.stream(track.stream());
    try (CuePackets packets = packets(demuxer, stream, cues, flaws)) {
      Optional<AVPacket> packet = demuxer.next(stream);
      while (packet.isPresent()) {
        packets.add(packet.get());
        packet = demuxer.next(stream);
      }
      packets.finish();
      demuxer.notes().forEach(flaws::note);
    }
  }

  private static CuePackets packets(
      Demuxer demuxer, AVStream stream, CueCollector cues, Flaws flaws) throws VideoFileException {
    StreamClock clock = new StreamClock(demuxer, stream);
    Optional<CuePackets> stored = StoredCues.of(stream, clock, cues);
    try {
      return stored.isPresent()
          ? stored.get()
          : new DecodedCues(demuxer, stream, clock, cues, flaws);
    } catch (VideoFileException e) {
      throw cues.problem(e.problem());
    }
  }
}
