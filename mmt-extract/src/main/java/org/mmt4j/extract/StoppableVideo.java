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
  public FrameReader frames(FrameSampling sampling, FrameSize size) throws VideoFileException {
    Stop.requireRunning();
    return new Frames(video.frames(sampling, size));
  }

  @Override
  public AudioReader audio(int rate) throws VideoFileException {
    Stop.requireRunning();
    return new Audio(video.audio(rate));
  }

  @Override
  public List<SubtitleCue> subtitles() throws VideoFileException {
    Stop.requireRunning();
    return video.subtitles();
  }

  private record Frames(FrameReader reader) implements FrameReader {

    @Override
    public Optional<Frame> next() throws VideoFileException {
      Stop.requireRunning();
      return reader.next();
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private record Audio(AudioReader reader) implements AudioReader {

    @Override
    public Optional<float[]> next() throws VideoFileException {
      Stop.requireRunning();
      return reader.next();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
