package org.mmt4j.extract.onnx;

import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.audio.LogMel;
import org.mmt4j.extract.image.ImagePreprocessing;

/** How a network sees, or hears, a video. */
public sealed interface Preprocessing {

  /** Moments of a video; the caller closes them. */
  Moments moments(Video video) throws VideoFileException;

  /**
   * Single pictures, [1, 3, height, width], the first at second 0.
   *
   * @param seconds from one to the next, positive
   * @param image size and colours
   */
  record Images(double seconds, ImagePreprocessing image) implements Preprocessing {
    @Override
    public Moments moments(Video video) throws VideoFileException {
      return new ImageMoments(this, video);
    }
  }

  /**
   * Clips, [1, 3, length, height, width].
   *
   * @param picturesPerSecond at which the video is seen, whatever its own rate, positive
   * @param length pictures of a clip
   * @param stride pictures from the start of a clip to the start of the next
   * @param image size and colours
   */
  record Clips(double picturesPerSecond, int length, int stride, ImagePreprocessing image)
      implements Preprocessing {
    @Override
    public Moments moments(Video video) throws VideoFileException {
      return new ClipMoments(this, video);
    }
  }

  /**
   * Pieces of the sound's log-mel spectrogram, one after another, [1, 1, windows, bands].
   *
   * @param logMel spectrogram
   * @param windows of each piece
   */
  record Sounds(LogMel logMel, int windows) implements Preprocessing {
    @Override
    public Moments moments(Video video) throws VideoFileException {
      return new SoundMoments(this, video);
    }
  }
}
