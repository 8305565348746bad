package org.mmt4j.extract.ffmpeg;

import java.nio.file.Path;
import org.mmt4j.extract.VideoFileException;

/** Limits of what is read, so that memory and time stay bounded. */
final class DecodingLimits {

  /** Minimum side of a frame, in pixels: smaller frames cannot be scaled. */
  static final int MIN_SIDE = 2;

  /** Maximum pixels of a frame: those of 8K cinema, 8192 x 4320. */
  static final long MAX_PIXELS = 8192L * 4320L;

  /** Maximum time in seconds: one day. What is later is not read. */
  static final double MAX_SECONDS = 86400;

  private DecodingLimits() {}

  /**
   * @throws VideoFileException if frames are too small or too large
   */
  static void requireFrameSize(Path file, int width, int height) throws VideoFileException {
    if (Math.min(width, height) < MIN_SIDE) {
      throw badSize(file, width, height);
    }
    requirePixels(file, width, height);
  }

  /**
   * @throws VideoFileException if frames are too large
   */
  static void requirePixels(Path file, int width, int height) throws VideoFileException {
    if ((long) width * height > MAX_PIXELS) {
      throw badSize(file, width, height);
    }
  }

  private static VideoFileException badSize(Path file, int width, int height) {
    return new VideoFileException(
        file,
        "found frames of "
            + width
            + " x "
            + height
            + " pixels, expected sides of at least "
            + MIN_SIDE
            + " pixels, and at most "
            + MAX_PIXELS
            + " pixels in total");
  }

  /**
   * @throws VideoFileException if the time is too late
   */
  static double requireSecond(Path file, double second) throws VideoFileException {
    if (!(second <= MAX_SECONDS)) {
      throw new VideoFileException(
          file, "found a time of " + second + " s, expected at most " + MAX_SECONDS + " s");
    }
    return second;
  }
}
