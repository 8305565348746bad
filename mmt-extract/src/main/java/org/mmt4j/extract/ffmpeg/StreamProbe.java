package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.VideoFileException;

/**
 * Finds the streams of a part of a file that can be decoded, by decoding their first frame: what a
 * file states about its streams may be wrong. Notes those that cannot be decoded.
 */
final class StreamProbe {

  /** Pixel aspect ratios beyond this value are treated as an error of the file, and ignored. */
  private static final double MAX_PIXEL_ASPECT_RATIO = 10;

  /**
   * The pictures of a part of a video.
   *
   * @param size of the first picture, as shown
   * @param orientation of the stored pictures
   */
  record Pictures(PartStream stream, Dimension size, Orientation orientation) {}

  private final Path file;
  private final FilePart part;
  private final Flaws flaws;

  StreamProbe(Path file, FilePart part, Flaws flaws) {
    this.file = file;
    this.part = part;
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
        Pictures pictures = first(new PartStream(part, index));
        noteSkipped("video", problems, index);
        return pictures;
      } catch (VideoFileException e) {
        problems.add(e);
      }
    }
    throw problems.isEmpty()
        ? new VideoFileException(file, "found no video stream, expected at least one")
        : problems.get(0);
  }

  private Pictures first(PartStream index) throws VideoFileException {
    try (Demuxer demuxer = Demuxer.open(file, part);
        ShownFrames frames = new ShownFrames(new JoinedFrames(file, List.of(index), new Flaws()))) {
      AVStream stream = demuxer.stream(index.index());
      Orientation orientation = Orientation.of(stream.codecpar());
      Dimension size = shownSize(demuxer, stream, frames.shown());
      return new Pictures(index, orientation.turn(size), orientation);
    }
  }

  private static Dimension shownSize(Demuxer demuxer, AVStream stream, AVFrame frame)
      throws VideoFileException {
    int height = frame.height();
    DecodingLimits.requireFrameSize(demuxer.file(), frame.width(), height);
    int width =
        Math.toIntExact(Math.max(1, Math.round(frame.width() * pixelAspectRatio(demuxer, stream))));
    DecodingLimits.requireFrameSize(demuxer.file(), width, height);
    return new Dimension(width, height);
  }

  /** Returns the width of a pixel divided by its height. */
  private static double pixelAspectRatio(Demuxer demuxer, AVStream stream) {
    AVRational ratio = demuxer.pixelAspectRatio(stream);
    double value = ratio.num() > 0 && ratio.den() > 0 ? (double) ratio.num() / ratio.den() : 1;
    return value > MAX_PIXEL_ASPECT_RATIO || value < 1 / MAX_PIXEL_ASPECT_RATIO ? 1 : value;
  }

  /** Finds the best audio stream that can be decoded; empty if there is none. */
  Optional<PartStream> sound(ImmutableList<Integer> streams) {
    List<VideoFileException> problems = new ArrayList<>();
    for (int index : streams) {
      try {
        if (hasFrame(index)) {
          noteSkipped("audio", problems, index);
          return Optional.of(new PartStream(part, index));
        }
      } catch (VideoFileException e) {
        problems.add(e);
      }
    }
    problems.stream()
        .findFirst()
        .ifPresent(problem -> flaws.note("audio is missing: " + problem.problem()));
    return Optional.empty();
  }

  private boolean hasFrame(int index) throws VideoFileException {
    AVFrame frame = Ffmpeg.allocated(avutil.av_frame_alloc());
    try (Demuxer demuxer = Demuxer.open(file, part);
        Decoder decoder = new Decoder(demuxer, demuxer.stream(index))) {
      return decoder.next(frame);
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  private void noteSkipped(String kind, List<VideoFileException> problems, int used) {
    for (VideoFileException problem : problems) {
      flaws.note(kind + " stream skipped: " + problem.problem() + "; stream " + used + " is read");
    }
  }
}
