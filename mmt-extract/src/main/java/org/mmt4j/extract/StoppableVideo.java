package org.mmt4j.extract;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * A video whose reading ends with a {@link CancellationException} when the thread is interrupted,
 * so that experts stop at the next frame.
 */
final class StoppableVideo extends ForwardingVideo {

  StoppableVideo(Video video) {
    super(video);
  }

  @Override
  public PictureReader pictures() throws VideoFileException {
    Stop.requireRunning();
    return new StoppablePictures(super.pictures());
  }

  @Override
  public SoundReader sound(List<Integer> rates) throws VideoFileException {
    Stop.requireRunning();
    return new Sound(super.sound(rates));
  }

  @Override
  public List<SubtitleCue> subtitles() throws VideoFileException {
    Stop.requireRunning();
    return super.subtitles();
  }

  private static final class StoppablePictures extends Pictures {

    StoppablePictures(PictureReader reader) {
      super(reader);
    }

    @Override
    public boolean next() throws VideoFileException {
      Stop.requireRunning();
      return super.next();
    }

    @Override
    public Frame frame(FrameSize size, double time) throws VideoFileException {
      Stop.requireRunning();
      return super.frame(size, time);
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
