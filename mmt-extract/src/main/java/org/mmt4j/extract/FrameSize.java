package org.mmt4j.extract;

import java.awt.Dimension;

/** The size to which frames are scaled while decoding. */
public sealed interface FrameSize {

  /** The original size of the video. */
  record Original() implements FrameSize {
    @Override
    public Dimension of(int width, int height) {
      return new Dimension(width, height);
    }
  }

  /**
   * The size of the video, scaled so that the shorter side has this length; the aspect ratio stays.
   *
   * @param pixels at least 1
   */
  record ShortSide(int pixels) implements FrameSize {
    public ShortSide {
      requirePositive(pixels);
    }

    @Override
    public Dimension of(int width, int height) {
      return scaled(width, height, (double) pixels / Math.min(width, height));
    }
  }

  /**
   * The size of the video, scaled down if the longer side exceeds this length; the aspect ratio
   * stays.
   *
   * @param pixels at least 1
   */
  record AtMost(int pixels) implements FrameSize {
    public AtMost {
      requirePositive(pixels);
    }

    @Override
    public Dimension of(int width, int height) {
      return scaled(width, height, Math.min(1, (double) pixels / Math.max(width, height)));
    }
  }

  /**
   * This size, whatever the aspect ratio of the video.
   *
   * @param width at least 1
   * @param height at least 1
   */
  record Exactly(int width, int height) implements FrameSize {
    public Exactly {
      requirePositive(width);
      requirePositive(height);
    }

    @Override
    public Dimension of(int videoWidth, int videoHeight) {
      return new Dimension(width, height);
    }
  }

  /** Returns the frame size for a video of the given size; sides are rounded, to at least 1. */
  Dimension of(int width, int height);

  private static Dimension scaled(int width, int height, double factor) {
    return new Dimension(side(width * factor), side(height * factor));
  }

  private static int side(double pixels) {
    return Math.max(1, Math.toIntExact(Math.round(pixels)));
  }

  private static void requirePositive(int pixels) {
    if (pixels < 1) {
      throw new IllegalArgumentException(
          "side of a frame: found " + pixels + " pixels, expected at least 1");
    }
  }
}
