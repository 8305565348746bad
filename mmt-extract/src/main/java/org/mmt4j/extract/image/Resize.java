package org.mmt4j.extract.image;

import org.mmt4j.extract.FrameSize;

/**
 * From the picture of a video to the size that a network sees.
 *
 * @param scaled to what the whole picture is scaled
 * @param width of the part in its middle that is seen, at least 1
 * @param height of that part, at least 1
 */
public record Resize(FrameSize scaled, int width, int height) {

  public Resize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "part of a picture: found "
              + width
              + " x "
              + height
              + " pixels, expected at least 1 x 1");
    }
  }

  /** The shorter side to {@code shortSide}, then a square in the middle. */
  public static Resize centerCrop(int shortSide, int side) {
    if (side > shortSide) {
      throw new IllegalArgumentException(
          "square in the middle: found side "
              + side
              + ", expected at most the shorter side of the picture, "
              + shortSide);
    }
    return new Resize(new FrameSize.ShortSide(shortSide), side, side);
  }

  /** The whole picture, whatever its shape. */
  public static Resize stretch(int width, int height) {
    return new Resize(new FrameSize.Exactly(width, height), width, height);
  }

  Pixels apply(Pixels picture) {
    var size = scaled.of(picture.width(), picture.height());
    if (size.width < width || size.height < height) {
      throw new IllegalArgumentException(
          "picture: found "
              + size.width
              + " x "
              + size.height
              + " pixels, expected at least "
              + width
              + " x "
              + height);
    }
    return BilinearResize.to(size.width, size.height, picture).centerCrop(width, height);
  }
}
