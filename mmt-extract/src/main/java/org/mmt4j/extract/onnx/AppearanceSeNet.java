package org.mmt4j.extract.onnx;

import org.mmt4j.extract.image.ImagePreprocessing;
import org.mmt4j.extract.image.Normalization;
import org.mmt4j.extract.image.Resize;

/**
 * Expert {@code rgb}, appearance: SENet-154 trained on ImageNet (section 4.2). {@code rgb.onnx}
 * reads pictures [1, 3, 224, 224], normalized as for ImageNet, and writes the 2048 numbers of its
 * last global average pooling.
 *
 * <p>The paper takes features that others published; the shorter side of 256, the square of 224 in
 * its middle and the normalization are those with which such networks are evaluated, a picture each
 * second is a choice of ours.
 */
public final class AppearanceSeNet extends NetworkExpert {

  /** For {@link java.util.ServiceLoader}. */
  public AppearanceSeNet() {
    super(
        "rgb",
        2048,
        new Preprocessing.Images(
            1, new ImagePreprocessing(Resize.centerCrop(256, 224), Normalization.IMAGENET)));
  }
}
