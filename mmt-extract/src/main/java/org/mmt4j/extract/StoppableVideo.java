package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * A video whose reading ends with a {@link CancellationException} when the thread is interrupted,
 * so that experts stop at the next frame.
 */
record StoppableVideo(Video video) implements Video {

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
    Stop.requireRunning();
    return new Pictures(video.pictures());
  }

  @Override
  public SoundReader sound(List<Integer> rates) throws VideoFileException {
    Stop.requireRunning();
    return new Sound(video.sound(rates));
  }

  @Override
  public List<SubtitleCue> subtitles() throws VideoFileException {
    Stop.requireRunning();
    return video.subtitles();
  }

  private record Pictures(PictureReader reader) implements PictureReader {

    @Override
    public boolean next() throws VideoFileException {
      Stop.requireRunning();
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
      Stop.requireRunning();
      return reader.frame(size, time);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private record Sound(SoundReader reader) implements SoundReader {

    @Override
    public Optional<List<float[]>> next() throws VideoFileException {
      Stop.requireRunning();
      return reader.next();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
