package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.VideoFileException;

/**
 * Finds the streams of a file that can be decoded, by decoding their first frame: what a file states
 * about its streams may be wrong. Notes those that cannot be decoded.
 */
final class StreamProbe {

  /** Pixel aspect ratios beyond this value are treated as an error of the file, and ignored. */
  private static final double MAX_PIXEL_ASPECT_RATIO = 10;

  /**
   * The pictures of a video.
   *
   * @param stream index of their stream
   * @param size of the first picture, as shown
   */
  record Pictures(int stream, Dimension size) {}

  private final Path file;
  private final Flaws flaws;

  StreamProbe(Path file, Flaws flaws) {
    this.file = file;
    this.flaws = flaws;
  }

  /**
   * Finds the best video stream that can be decoded.
   *
   * @throws VideoFileException if there is none; the message says why for the best stream
   */
  Pictures pictures(ImmutableList<Integer> streams) throws VideoFileException {
    List<VideoFileException> problems = new ArrayList<>();
    for (int index : streams) {
      try {
        Pictures pictures = new Pictures(index, size(index));
        problems.forEach(problem -> note("video", problem, OptionalInt.of(index)));
        return pictures;
      } catch (VideoFileException e) {
        problems.add(e);
      }
    }
    throw problems.isEmpty()
        ? new VideoFileException(file, "found no video stream, expected at least one")
        : problems.get(0);
  }

  private Dimension size(int index) throws VideoFileException {
    try (Demuxer demuxer = Demuxer.open(file);
        ShownFrames frames = new ShownFrames(demuxer, demuxer.stream(index), new Flaws())) {
      return shownSize(demuxer, demuxer.stream(index), frames.shown());
    }
  }

  private static Dimension shownSize(Demuxer demuxer, AVStream stream, AVFrame frame)
      throws VideoFileException {
    int height = frame.height();
    DecodingLimits.requireFrameSize(demuxer.file(), frame.width(), height);
    int width =
        Math.toIntExact(
            Math.max(1, Math.round(frame.width() * pixelAspectRatio(demuxer, stream))));
    DecodingLimits.requireFrameSize(demuxer.file(), width, height);
    return Orientation.of(stream.codecpar()).turn(new Dimension(width, height));
  }

  /** Returns the width of a pixel divided by its height. */
  private static double pixelAspectRatio(Demuxer demuxer, AVStream stream) {
    AVRational ratio = demuxer.pixelAspectRatio(stream);
    double value = ratio.num() > 0 && ratio.den() > 0 ? (double) ratio.num() / ratio.den() : 1;
    return value > MAX_PIXEL_ASPECT_RATIO || value < 1 / MAX_PIXEL_ASPECT_RATIO ? 1 : value;
  }

  /** Finds the best audio stream that can be decoded; empty if there is none. */
  OptionalInt sound(ImmutableList<Integer> streams) {
    List<VideoFileException> problems = new ArrayList<>();
    OptionalInt found = OptionalInt.empty();
    for (int i = 0; i < streams.size() && found.isEmpty(); i++) {
      try {
        found = hasFrame(streams.get(i)) ? OptionalInt.of(streams.get(i)) : OptionalInt.empty();
      } catch (VideoFileException e) {
        problems.add(e);
      }
    }
    for (VideoFileException problem : problems) {
      note("audio", problem, found);
    }
    return found;
  }

  private boolean hasFrame(int index) throws VideoFileException {
    AVFrame frame = Ffmpeg.allocated(avutil.av_frame_alloc());
    try (Demuxer demuxer = Demuxer.open(file);
        Decoder decoder = new Decoder(demuxer, demuxer.stream(index), new Flaws())) {
      return decoder.next(frame);
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  private void note(String kind, VideoFileException problem, OptionalInt used) {
    flaws.note(
        kind
            + " stream skipped: "
            + problem.problem()
            + (used.isPresent() ? "; stream " + used.getAsInt() + " is read" : "; none is left"));
  }
}
