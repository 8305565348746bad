package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.List;

/** Counts what is read of a video. */
final class CountedVideo implements Video {

  private final Video video;
  int pictureReaders;
  int pictures;
  int soundReaders;

  CountedVideo(Video video) {
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
  public PictureReader pictures() throws VideoFileException {
    pictureReaders++;
    PictureReader reader = video.pictures();
    return new PictureReader() {
      @Override
      public boolean next() throws VideoFileException {
        boolean found = reader.next();
        pictures += found ? 1 : 0;
        return found;
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
    };
  }

  @Override
  public SoundReader sound(List<Integer> rates) throws VideoFileException {
    soundReaders++;
    return video.sound(rates);
  }

  @Override
  public List<SubtitleCue> subtitles() throws VideoFileException {
    return video.subtitles();
  }
}
