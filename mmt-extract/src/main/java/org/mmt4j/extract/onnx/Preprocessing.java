package org.mmt4j.extract.onnx;

import org.mmt4j.extract.audio.LogMel;
import org.mmt4j.extract.image.ImagePreprocessing;

/** How the input of a network is made from a video: from frames, clips or audio. */
public sealed interface Preprocessing {

  /** Returns single frames, one per second. */
  static Frames frames(ImagePreprocessing image) {
    return new Frames(1, image);
  }

  /** Returns clips as S3D reads them: 64 frames at 25 frames per second, a clip every second. */
  static Clips clips(ImagePreprocessing image) {
    return new Clips(25, 64, 25, image);
  }

  /** Returns examples of the length that VGGish reads: 96 windows. */
  static AudioExamples audioExamples(LogMel logMel) {
    return new AudioExamples(logMel, 96);
  }

  /**
   * Single frames, [1, 3, height, width], the first at second 0.
   *
   * @param seconds from a frame to the next, positive
   * @param image preprocessing of each frame
   */
  record Frames(double seconds, ImagePreprocessing image) implements Preprocessing {

    public Frames {
      requirePositive("seconds between frames", seconds);
    }

    /** Returns a copy with this number of seconds from a frame to the next. */
    public Frames withSeconds(double newSeconds) {
      return new Frames(newSeconds, image);
    }
  }

  /**
   * Clips, [1, 3, length, height, width].
   *
   * @param framesPerSecond frame rate at which the video is sampled, whatever its own rate;
   *     positive
   * @param length frames of a clip, at least 1
   * @param stride frames from the start of a clip to the start of the next, at least 1
   * @param image preprocessing of each frame
   */
  record Clips(double framesPerSecond, int length, int stride, ImagePreprocessing image)
      implements Preprocessing {

    public Clips {
      requirePositive("frames per second", framesPerSecond);
      if (length < 1 || stride < 1) {
        throw new IllegalArgumentException(
            "clips: found length "
                + length
                + " and stride "
                + stride
                + ", expected at least 1 each");
      }
    }

    /** Returns a copy with this frame rate. */
    public Clips withFramesPerSecond(double newFramesPerSecond) {
      return new Clips(newFramesPerSecond, length, stride, image);
    }

    /** Returns a copy with this number of frames of a clip. */
    public Clips withLength(int newLength) {
      return new Clips(framesPerSecond, newLength, stride, image);
    }

    /** Returns a copy with this number of frames from the start of a clip to the next. */
    public Clips withStride(int newStride) {
      return new Clips(framesPerSecond, length, newStride, image);
    }
  }

  /**
   * Consecutive examples of the log-mel spectrogram of the audio, [1, 1, windows, bands].
   *
   * @param logMel spectrogram
   * @param windows of each example, at least 1
   */
  record AudioExamples(LogMel logMel, int windows) implements Preprocessing {

    public AudioExamples {
      if (windows < 1) {
        throw new IllegalArgumentException(
            "windows of an example: found " + windows + ", expected at least 1");
      }
    }

    /** Returns a copy with this number of windows of each example. */
    public AudioExamples withWindows(int newWindows) {
      return new AudioExamples(logMel, newWindows);
    }
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          what + ": found " + value + ", expected a positive finite value");
    }
  }
}
