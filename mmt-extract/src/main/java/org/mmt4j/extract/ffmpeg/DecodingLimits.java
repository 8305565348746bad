package org.mmt4j.extract.ffmpeg;

import java.nio.file.Path;
import org.mmt4j.extract.VideoFileException;

/** What a file may claim: beyond, it is refused, so that memory and time stay bounded. */
final class DecodingLimits {

  /** Shortest side of a picture, in pixels: smaller ones cannot be scaled. */
  static final int MIN_SIDE = 2;

  /** Pixels of a picture: those of 8K cinema, 8192 x 4320. */
  static final long MAX_PIXELS = 8192L * 4320L;

  /** Length of a video: a day. */
  static final double MAX_SECONDS = 86400;

  private DecodingLimits() {}

  /**
   * @throws VideoFileException if pictures are too small or too large
   */
  static void requirePicture(Path file, int width, int height) throws VideoFileException {
    boolean tooSmall = Math.min(width, height) < MIN_SIDE;
    if (tooSmall || (long) width * height > MAX_PIXELS) {
      throw new VideoFileException(
          file,
          "found pictures of "
              + width
              + " x "
              + height
              + " pixels, expected sides of at least "
              + MIN_SIDE
              + " and at most "
              + MAX_PIXELS
              + " pixels");
    }
  }

  /**
   * @throws VideoFileException if it is too far from the start of the video
   */
  static double requireSecond(Path file, double second) throws VideoFileException {
    if (!(second <= MAX_SECONDS)) {
      throw new VideoFileException(
          file, "found second " + second + ", expected at most " + MAX_SECONDS);
    }
    return second;
  }
}
