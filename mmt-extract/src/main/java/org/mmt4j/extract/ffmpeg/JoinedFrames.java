package org.mmt4j.extract.ffmpeg;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.mmt4j.extract.VideoFileException;

/** Decodes the frames of pictures or sound, through all parts of a file. */
final class JoinedFrames implements AutoCloseable {

  private final Path file;
  private final Iterator<PartStream> rest;
  private final Flaws flaws;
  private Source source;
  private int damaged;

  /**
   * Opens the first part.
   *
   * @param streams the stream of each part, at least one
   * @param flaws receives, at the end of each part, the number of damaged packets and whether the
   *     part ends early
   */
  JoinedFrames(Path file, List<PartStream> streams, Flaws flaws) throws VideoFileException {
    this.file = file;
    this.rest = streams.iterator();
    this.flaws = flaws;
    this.source = Source.open(file, rest.next());
  }

  /** Returns the file. */
  Path file() {
    return file;
  }

  /**
   * Decodes the next frame.
   *
   * @return false at the end of the last part
   * @throws VideoFileException if all packets of a part are damaged
   */
  boolean next(AVFrame frame) throws VideoFileException {
    while (!source.decoder.next(frame)) {
      Optional<PartStream> successor = finish();
      if (successor.isEmpty()) {
        return false;
      }
      source.close();
      source = Source.open(file, successor.get());
    }
    return true;
  }

  /** Records the flaws of the stream; returns the one that follows. */
  private Optional<PartStream> finish() {
    damaged += source.decoder.damaged();
    flaws.damaged(damaged);
    source.demuxer.notes().forEach(flaws::note);
    Optional<PartStream> successor =
        source.demuxer.successor(source.opened).map(index -> new PartStream(source.part, index));
    return successor.isPresent() || !rest.hasNext() ? successor : Optional.of(rest.next());
  }

  /** Returns the clock of the frame that was decoded last. */
  StreamClock clock() {
    return source.clock;
  }

  @Override
  public void close() {
    source.close();
  }

  /** An open part. */
  private record Source(
      FilePart part, Demuxer demuxer, AVStream opened, FrameDecoder decoder, StreamClock clock) {

    static Source open(Path file, PartStream stream) throws VideoFileException {
      Demuxer demuxer = Demuxer.open(file, stream.part());
      try {
        AVStream opened = demuxer.stream(stream.index());
        FrameDecoder decoder = decoder(demuxer, opened);
        StreamClock clock = new StreamClock(demuxer, opened);
        return new Source(stream.part(), demuxer, opened, decoder, clock);
      } catch (VideoFileException | RuntimeException e) {
        demuxer.close();
        throw e;
      }
    }

    private static FrameDecoder decoder(Demuxer demuxer, AVStream stream)
        throws VideoFileException {
      Decoder decoder = new Decoder(demuxer, stream);
      return Demuxer.isVideo(stream) ? new Deinterlacer(decoder, stream.time_base()) : decoder;
    }

    void close() {
      decoder.close();
      demuxer.close();
    }
  }
}
