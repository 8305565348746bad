package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A video that shows one grey frame forever.
 *
 * @param onFrame called for each frame
 */
record EndlessVideo(String id, Path file, Runnable onFrame) implements Video {

  @Override
  public int width() {
    return 8;
  }

  @Override
  public int height() {
    return 8;
  }

  @Override
  public double duration() {
    return 0;
  }

  @Override
  public boolean hasAudio() {
    return false;
  }

  @Override
  public FrameReader frames(FrameSampling sampling, FrameSize size) {
    return new FrameReader() {
      @Override
      public Optional<Frame> next() {
        onFrame.run();
        return Optional.of(new Frame(0, 8, 8, new byte[3 * 8 * 8]));
      }

      @Override
      public void close() {
        // holds no resources
      }
    };
  }

  @Override
  public AudioReader audio(int rate) {
    throw new AssertionError("has no audio");
  }

  @Override
  public List<SubtitleCue> subtitles() {
    return List.of();
  }
}
