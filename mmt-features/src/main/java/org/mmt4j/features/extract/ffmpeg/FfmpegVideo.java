package org.mmt4j.features.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.mmt4j.features.extract.AudioReader;
import org.mmt4j.features.extract.FrameReader;
import org.mmt4j.features.extract.FrameSampling;
import org.mmt4j.features.extract.FrameSize;
import org.mmt4j.features.extract.SubtitleCue;
import org.mmt4j.features.extract.Video;
import org.mmt4j.features.extract.VideoFileException;

/**
 * A video of any format that FFmpeg reads. Of several streams of a kind FFmpeg's choice is taken.
 *
 * <p>Refused are files without pictures, pictures of fewer than 2 pixels a side or of more pixels
 * than 8K cinema (8192 x 4320), anything later than a day, and files that end before they say. Some
 * damaged pictures are skipped, with a warning.
 *
 * @param id name of the video
 * @param file the file
 * @param width pixels of a row, upright and with square pixels
 * @param height pixels of a column
 * @param duration stated seconds; 0 if none are
 * @param hasAudio whether there is a stream of sound
 */
public record FfmpegVideo(
    String id, Path file, int width, int height, double duration, boolean hasAudio)
    implements Video {

  /** Pixels beyond this shape are an error of the file. */
  private static final double LONGEST_PIXEL = 10;

  /** Why no video can be read here, in one line; empty if they can. */
  public static Optional<String> absence() {
    return Ffmpeg.absence();
  }

  /**
   * Looks at a file.
   *
   * @throws VideoFileException if it is absent or no video that can be decoded
   * @throws IllegalStateException if FFmpeg is absent
   */
  public static FfmpegVideo open(String id, Path file) throws VideoFileException {
    try (Demuxer demuxer = Demuxer.open(file)) {
      AVStream stream = demuxer.video();
      Dimension size = shownSize(demuxer, stream);
      return new FfmpegVideo(
          id,
          file,
          size.width,
          size.height,
          DecodingLimits.requireSecond(file, demuxer.duration()),
          demuxer.audio().isPresent());
    }
  }

  private static Dimension shownSize(Demuxer demuxer, AVStream stream) throws VideoFileException {
    int width = stream.codecpar().width();
    int height = stream.codecpar().height();
    DecodingLimits.requirePicture(demuxer.file(), width, height);
    int square = Math.toIntExact(Math.max(1, Math.round(width * pixelWidth(demuxer, stream))));
    DecodingLimits.requirePicture(demuxer.file(), square, height);
    return Orientation.of(stream.codecpar()).turn(new Dimension(square, height));
  }

  /** Of a pixel of height 1. */
  private static double pixelWidth(Demuxer demuxer, AVStream stream) {
    AVRational shape = demuxer.pixelShape(stream);
    double width = shape.num() > 0 && shape.den() > 0 ? (double) shape.num() / shape.den() : 1;
    return width > LONGEST_PIXEL || width < 1 / LONGEST_PIXEL ? 1 : width;
  }

  @Override
  public FrameReader frames(FrameSampling sampling, FrameSize size) throws VideoFileException {
    Demuxer demuxer = Demuxer.open(file);
    try {
      AVStream stream = demuxer.video();
      FrameScaler scaler =
          new FrameScaler(file, Orientation.of(stream.codecpar()), size.of(width, height));
      try {
        return new FfmpegFrames(demuxer, new ShownFrames(demuxer, stream), scaler, sampling);
      } catch (VideoFileException | RuntimeException e) {
        scaler.close();
        throw e;
      }
    } catch (VideoFileException | RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  @Override
  public AudioReader audio(int rate) throws VideoFileException {
    if (rate < 1) {
      throw new IllegalArgumentException(
          "samples a second: found " + rate + ", expected at least 1");
    }
    Demuxer demuxer = Demuxer.open(file);
    try {
      Optional<AVStream> stream = demuxer.audio();
      if (stream.isEmpty()) {
        demuxer.close();
        return new NoAudio();
      }
      return new FfmpegAudio(demuxer, stream.get(), rate);
    } catch (VideoFileException | RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  @Override
  public ImmutableList<SubtitleCue> subtitles() throws VideoFileException {
    try (Demuxer demuxer = Demuxer.open(file)) {
      Optional<AVStream> stream = demuxer.subtitles();
      return stream.isPresent() ? TextSubtitles.read(demuxer, stream.get()) : ImmutableList.of();
    }
  }
}
