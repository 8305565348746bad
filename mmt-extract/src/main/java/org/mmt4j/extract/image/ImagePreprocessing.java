package org.mmt4j.extract.image;

import org.mmt4j.extract.Frame;

/**
 * The preprocessing of a network's images: resized, cropped, normalized, one plane per channel.
 *
 * @param resize size and crop
 * @param normalization channel order and value range
 */
public record ImagePreprocessing(Resize resize, Normalization normalization) {

  /** Returns a preprocessing that resizes, then normalizes. */
  public static ImagePreprocessing of(Resize resize, Normalization normalization) {
    return new ImagePreprocessing(resize, normalization);
  }

  /** Returns a frame as [3, height, width]. */
  public float[] apply(Frame frame) {
    return normalization.apply(resize.apply(Pixels.of(frame)));
  }
}
