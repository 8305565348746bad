package org.mmt4j.extract.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;

/**
 * A video of any format that FFmpeg reads. Its pictures are those of the best video stream that can
 * be decoded, its sound that of the best such audio stream.
 *
 * <p>Rejects files without pictures that can be decoded, and pictures with a side of fewer than 2
 * pixels or with more pixels than 8K cinema (8192 x 4320). Skips and counts damaged packets. What
 * is later than one day is not read. What the file states, such as its duration, is not relied on.
 *
 * <p>If timestamps leap, as in joined recordings, the parts follow one another. A picture is shown
 * for at most 10 minutes, unless sound or other packets accompany it. Interlaced frames are
 * deinterlaced.
 */
public final class FfmpegVideo implements Video {

  private final String id;
  private final Path file;
  private final double duration;
  private final StreamProbe.Pictures pictures;
  private final OptionalInt audioStream;
  private final Flaws flaws;

  private FfmpegVideo(
      String id,
      Path file,
      double duration,
      StreamProbe.Pictures pictures,
      OptionalInt audioStream,
      Flaws flaws) {
    this.id = id;
    this.file = file;
    this.duration = duration;
    this.pictures = pictures;
    this.audioStream = audioStream;
    this.flaws = flaws;
  }

  /** Returns why videos cannot be read, in one line; empty if they can. */
  public static Optional<String> unavailableReason() {
    return Ffmpeg.unavailableReason();
  }

  /**
   * Opens a file, reads its properties, and decodes its first picture.
   *
   * @throws VideoFileException if it is missing or not a video that can be decoded
   * @throws IllegalStateException if FFmpeg is unavailable
   */
  public static FfmpegVideo open(String id, Path file) throws VideoFileException {
    Flaws flaws = new Flaws();
    StreamProbe probe = new StreamProbe(file, flaws);
    try (Demuxer demuxer = Demuxer.open(file)) {
      return new FfmpegVideo(
          id,
          file,
          demuxer.duration(),
          probe.pictures(demuxer.videoStreams()),
          probe.sound(demuxer.audioStreams()),
          flaws);
    }
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
    return pictures.size().width;
  }

  @Override
  public int height() {
    return pictures.size().height;
  }

  @Override
  public double duration() {
    return duration;
  }

  @Override
  public boolean hasAudio() {
    return audioStream.isPresent();
  }

  @Override
  public int damagedPackets() {
    return flaws.damagedPackets();
  }

  @Override
  public List<String> notes() {
    return flaws.notes();
  }

  @Override
  public FrameReader frames(FrameSampling sampling, FrameSize scaled) throws VideoFileException {
    Demuxer demuxer = Demuxer.open(file);
    try {
      AVStream stream = demuxer.stream(pictures.stream());
      FrameScaler scaler =
          new FrameScaler(file, Orientation.of(stream.codecpar()), scaled.of(width(), height()));
      try {
        return new FfmpegFrames(demuxer, new ShownFrames(demuxer, stream, flaws), scaler, sampling);
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
    if (audioStream.isEmpty()) {
      return new NoAudio();
    }
    Demuxer demuxer = Demuxer.open(file);
    try {
      return new FfmpegAudio(demuxer, demuxer.stream(audioStream.getAsInt()), flaws, rate);
    } catch (VideoFileException | RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  @Override
  public List<SubtitleCue> subtitles() throws VideoFileException {
    return new SubtitleSearch(file, flaws).read();
  }
}
