package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.List;

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
  public PictureReader pictures() {
    return new Grey();
  }

  @Override
  public SoundReader sound(List<Integer> rates) {
    throw new AssertionError("has no audio");
  }

  @Override
  public List<SubtitleCue> subtitles() {
    return List.of();
  }

  private final class Grey implements PictureReader {

    @Override
    public boolean next() {
      return true;
    }

    @Override
    public double from() {
      return 0;
    }

    @Override
    public double until() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public boolean isLast() {
      return false;
    }

    @Override
    public Frame frame(FrameSize size, double time) {
      onFrame.run();
      return new Frame(time, 8, 8, new byte[3 * 8 * 8]);
    }

    @Override
    public void close() {
      // holds no resources
    }
  }
}
