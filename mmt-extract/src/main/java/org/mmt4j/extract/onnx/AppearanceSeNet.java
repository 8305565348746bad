package org.mmt4j.extract.onnx;

import org.mmt4j.extract.image.ImagePreprocessing;
import org.mmt4j.extract.image.Normalization;
import org.mmt4j.extract.image.Resize;

/**
 * Expert {@code rgb}, appearance: SENet-154 trained on ImageNet (section 4.2). {@code rgb.onnx}
 * reads images [1, 3, 224, 224], normalized as for ImageNet, and writes the 2048 values of its last
 * global average pooling.
 *
 * <p>The paper uses published features. The shorter side of 256, the center crop of 224 and the
 * normalization are the usual ones for evaluating such networks; one frame per second is our
 * choice.
 */
public final class AppearanceSeNet extends NetworkExpert {

  /** For {@link java.util.ServiceLoader}. */
  public AppearanceSeNet() {
    super(
        "rgb",
        2048,
        Preprocessing.frames(
            ImagePreprocessing.of(Resize.centerCrop(256, 224), Normalization.IMAGENET)));
  }
}
