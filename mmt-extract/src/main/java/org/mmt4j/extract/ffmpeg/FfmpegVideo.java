package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mmt4j.extract.PictureReader;
import org.mmt4j.extract.SoundReader;
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
 * <p>If timestamps leap, or if the file is several files one after another, the parts follow one
 * another, and have the streams that are the best of each. A picture is shown for at most 10
 * minutes, unless sound or other packets accompany it. Interlaced frames are deinterlaced.
 */
public final class FfmpegVideo implements Video {

  private final String id;
  private final Path file;
  private final ImmutableList<FilePart> parts;
  private final VideoStreams streams;
  private final Flaws flaws;

  private FfmpegVideo(
      String id, Path file, ImmutableList<FilePart> parts, VideoStreams streams, Flaws flaws) {
    this.id = id;
    this.file = file;
    this.parts = parts;
    this.streams = streams;
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
    ImmutableList<FilePart> parts = new JoinedFiles(file, flaws).parts();
    return new FfmpegVideo(id, file, parts, VideoStreams.of(file, parts, flaws), flaws);
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
    return streams.size().width;
  }

  @Override
  public int height() {
    return streams.size().height;
  }

  @Override
  public double duration() {
    return streams.duration();
  }

  @Override
  public boolean hasAudio() {
    return !streams.sound().isEmpty();
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
  public PictureReader pictures() throws VideoFileException {
    JoinedFrames decoded = new JoinedFrames(file, streams.pictures(), flaws);
    return new FfmpegPictures(file, streams, new ShownFrames(decoded), flaws);
  }

  @Override
  public SoundReader sound(List<Integer> rates) throws VideoFileException {
    for (int rate : rates) {
      if (rate < 1) {
        throw new IllegalArgumentException(
            "sample rate: found " + rate + " Hz, expected at least 1 Hz");
      }
    }
    return streams.sound().isEmpty()
        ? new NoSound()
        : new FfmpegSound(new JoinedFrames(file, streams.sound(), flaws), rates);
  }

  @Override
  public List<SubtitleCue> subtitles() throws VideoFileException {
    return new SubtitleSearch(file, parts, flaws).read();
  }
}
