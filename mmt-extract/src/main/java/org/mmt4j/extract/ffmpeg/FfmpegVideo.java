package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;

/**
 * A video of any format that FFmpeg reads. Of several streams of a kind FFmpeg's choice is taken.
 *
 * <p>Refused are files without pictures, pictures of fewer than 2 pixels a side or of more pixels
 * than 8K cinema (8192 x 4320), anything later than a day, and files that end before they say. Some
 * damaged pictures are skipped, and counted.
 */
public final class FfmpegVideo implements Video {

  /** Pixels beyond this shape are an error of the file. */
  private static final double LONGEST_PIXEL = 10;

  private final String id;
  private final Path file;
  private final Dimension size;
  private final double duration;
  private final boolean hasAudio;
  private final AtomicInteger damaged = new AtomicInteger();

  private FfmpegVideo(String id, Path file, Dimension size, double duration, boolean hasAudio) {
    this.id = id;
    this.file = file;
    this.size = size;
    this.duration = duration;
    this.hasAudio = hasAudio;
  }

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
          size,
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
  public String id() {
    return id;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public int width() {
    return size.width;
  }

  @Override
  public int height() {
    return size.height;
  }

  @Override
  public double duration() {
    return duration;
  }

  @Override
  public boolean hasAudio() {
    return hasAudio;
  }

  @Override
  public int damaged() {
    return damaged.get();
  }

  private void count(int packets) {
    damaged.accumulateAndGet(packets, Math::max);
  }

  @Override
  public FrameReader frames(FrameSampling sampling, FrameSize scaled) throws VideoFileException {
    Demuxer demuxer = Demuxer.open(file);
    try {
      AVStream stream = demuxer.video();
      FrameScaler scaler =
          new FrameScaler(
              file, Orientation.of(stream.codecpar()), scaled.of(size.width, size.height));
      try {
        return new FfmpegFrames(
            demuxer, new ShownFrames(demuxer, stream, this::count), scaler, sampling);
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
      return new FfmpegAudio(demuxer, stream.get(), this::count, rate);
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
