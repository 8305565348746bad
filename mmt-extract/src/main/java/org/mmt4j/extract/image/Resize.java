package org.mmt4j.extract.image;

import org.mmt4j.extract.FrameSize;

/**
 * Resizes a frame to the input size of a network.
 *
 * @param scaled size to which the whole frame is scaled
 * @param width of the center crop of the scaled frame, at least 1
 * @param height of the center crop, at least 1
 * @param interpolation how pixels are computed
 */
public record Resize(FrameSize scaled, int width, int height, Interpolation interpolation) {

  public Resize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "crop: found " + width + " x " + height + " pixels, expected at least 1 x 1");
    }
  }

  /**
   * Returns a resize of the shorter side to {@code shortSide}, followed by a square center crop.
   */
  public static Resize centerCrop(int shortSide, int side) {
    if (side > shortSide) {
      throw new IllegalArgumentException(
          "center crop: found side "
              + side
              + ", expected at most the shorter side of the image, "
              + shortSide);
    }
    return new Resize(new FrameSize.ShortSide(shortSide), side, side, Interpolation.BILINEAR);
  }

  /** Returns a resize of the whole frame, whatever its aspect ratio. */
  public static Resize stretch(int width, int height) {
    return new Resize(new FrameSize.Exactly(width, height), width, height, Interpolation.BILINEAR);
  }

  /** Returns a copy with this interpolation. */
  public Resize withInterpolation(Interpolation newInterpolation) {
    return new Resize(scaled, width, height, newInterpolation);
  }

  Pixels apply(Pixels image) {
    var size = scaled.of(image.width(), image.height());
    if (size.width < width || size.height < height) {
      throw new IllegalArgumentException(
          "image: found "
              + size.width
              + " x "
              + size.height
              + " pixels, expected at least "
              + width
              + " x "
              + height);
    }
    return ImageResize.to(size.width, size.height, interpolation, image).centerCrop(width, height);
  }
}
