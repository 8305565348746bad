package org.mmt4j.extract.onnx;

import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.audio.LogMel;
import org.mmt4j.extract.image.ImagePreprocessing;

/** How the input of a network is made from a video. */
public sealed interface Preprocessing {

  /** Opens the moments of a video; the caller closes them. */
  Moments moments(Video video) throws VideoFileException;

  /**
   * Single frames, [1, 3, height, width], the first at second 0.
   *
   * @param seconds from a frame to the next, positive
   * @param image preprocessing of each frame
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
   * @param picturesPerSecond frame rate at which the video is sampled, whatever its own rate;
   *     positive
   * @param length frames of a clip
   * @param stride frames from the start of a clip to the start of the next
   * @param image preprocessing of each frame
   */
  record Clips(double picturesPerSecond, int length, int stride, ImagePreprocessing image)
      implements Preprocessing {
    @Override
    public Moments moments(Video video) throws VideoFileException {
      return new ClipMoments(this, video);
    }
  }

  /**
   * Consecutive examples of the log-mel spectrogram of the audio, [1, 1, windows, bands].
   *
   * @param logMel spectrogram
   * @param windows of each example
   */
  record Sounds(LogMel logMel, int windows) implements Preprocessing {
    @Override
    public Moments moments(Video video) throws VideoFileException {
      return new SoundMoments(this, video);
    }
  }
}
