package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.List;

/** A video that is read as another one, except for what a subclass overrides. */
abstract class ForwardingVideo implements Video {

  private final Video video;

  ForwardingVideo(Video video) {
    this.video = video;
  }

  @Override
  public String id() {
    return video.id();
  }

  @Override
  public Path file() {
    return video.file();
  }

  @Override
  public int width() {
    return video.width();
  }

  @Override
  public int height() {
    return video.height();
  }

  @Override
  public double duration() {
    return video.duration();
  }

  @Override
  public boolean hasAudio() {
    return video.hasAudio();
  }

  @Override
  public int damagedPackets() {
    return video.damagedPackets();
  }

  @Override
  public List<String> notes() {
    return video.notes();
  }

  @Override
  public PictureReader pictures() throws VideoFileException {
    return video.pictures();
  }

  @Override
  public SoundReader sound(List<Integer> rates) throws VideoFileException {
    return video.sound(rates);
  }

  @Override
  public List<SubtitleCue> subtitles() throws VideoFileException {
    return video.subtitles();
  }

  /** Pictures that are read as those of another reader, except for what a subclass overrides. */
  abstract static class Pictures implements PictureReader {

    private final PictureReader reader;

    Pictures(PictureReader reader) {
      this.reader = reader;
    }

    @Override
    public boolean next() throws VideoFileException {
      return reader.next();
    }

    @Override
    public double from() {
      return reader.from();
    }

    @Override
    public double until() {
      return reader.until();
    }

    @Override
    public boolean isLast() {
      return reader.isLast();
    }

    @Override
    public Frame frame(FrameSize size, double time) throws VideoFileException {
      return reader.frame(size, time);
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
