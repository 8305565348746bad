package org.mmt4j.extract.image;

import org.mmt4j.extract.Frame;

/**
 * How a network sees pictures: scaled, cropped, normalized, one plane a channel.
 *
 * @param resize size
 * @param normalization colours
 */
public record ImagePreprocessing(Resize resize, Normalization normalization) {

  /** A picture as [3, height, width]. */
  public float[] apply(Frame frame) {
    return normalization.apply(resize.apply(Pixels.of(frame)));
  }
}
