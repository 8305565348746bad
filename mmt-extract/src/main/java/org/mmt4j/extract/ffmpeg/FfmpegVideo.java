package org.mmt4j.extract.ffmpeg;

import java.awt.Dimension;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * A video of any format that FFmpeg reads. If a file has several video or audio streams, FFmpeg
 * chooses one.
 *
 * <p>Rejects files without frames, frames with a side of fewer than 2 pixels or with more pixels
 * than 8K cinema (8192 x 4320), times later than one day, and files that end before their stated
 * end. Skips and counts damaged packets.
 */
public final class FfmpegVideo implements Video {

  /** Pixel aspect ratios beyond this value are treated as an error of the file, and ignored. */
  private static final double MAX_PIXEL_ASPECT_RATIO = 10;

  private final String id;
  private final Path file;
  private final Dimension size;
  private final double duration;
  private final boolean hasAudio;
  private final AtomicInteger damagedPackets = new AtomicInteger();
  private final Set<String> notes = ConcurrentHashMap.newKeySet();

  private FfmpegVideo(String id, Path file, Dimension size, double duration, boolean hasAudio) {
    this.id = id;
    this.file = file;
    this.size = size;
    this.duration = duration;
    this.hasAudio = hasAudio;
  }

  /** Returns why videos cannot be read, in one line; empty if they can. */
  public static Optional<String> unavailableReason() {
    return Ffmpeg.unavailableReason();
  }

  /**
   * Opens a file and reads its properties.
   *
   * @throws VideoFileException if it is missing or not a video that can be decoded
   * @throws IllegalStateException if FFmpeg is unavailable
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
    DecodingLimits.requireFrameSize(demuxer.file(), width, height);
    int displayWidth =
        Math.toIntExact(Math.max(1, Math.round(width * pixelAspectRatio(demuxer, stream))));
    DecodingLimits.requireFrameSize(demuxer.file(), displayWidth, height);
    return Orientation.of(stream.codecpar()).turn(new Dimension(displayWidth, height));
  }

  /** Returns the width of a pixel divided by its height. */
  private static double pixelAspectRatio(Demuxer demuxer, AVStream stream) {
    AVRational ratio = demuxer.pixelAspectRatio(stream);
    double value = ratio.num() > 0 && ratio.den() > 0 ? (double) ratio.num() / ratio.den() : 1;
    return value > MAX_PIXEL_ASPECT_RATIO || value < 1 / MAX_PIXEL_ASPECT_RATIO ? 1 : value;
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
  public int damagedPackets() {
    return damagedPackets.get();
  }

  @Override
  public List<String> notes() {
    return notes.stream().sorted().toList();
  }

  private void recordDamaged(int packets) {
    damagedPackets.accumulateAndGet(packets, Math::max);
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
            demuxer, new ShownFrames(demuxer, stream, this::recordDamaged), scaler, sampling);
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
          "sample rate: found " + rate + " Hz, expected at least 1 Hz");
    }
    Demuxer demuxer = Demuxer.open(file);
    try {
      Optional<AVStream> stream = demuxer.audio();
      if (stream.isEmpty()) {
        demuxer.close();
        return new NoAudio();
      }
      return new FfmpegAudio(demuxer, stream.get(), this::recordDamaged, rate);
    } catch (VideoFileException | RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  @Override
  public List<SubtitleCue> subtitles() throws VideoFileException {
    return new SubtitleSearch(file, duration, this::recordDamaged, notes::add).read();
  }
}
