package org.mmt4j.extract.onnx;

import org.mmt4j.extract.image.ImagePreprocessing;
import org.mmt4j.extract.image.Normalization;
import org.mmt4j.extract.image.Resize;

/**
 * Expert {@code scene}: DenseNet-161 trained on Places365 (section 4.2). {@code scene.onnx} reads
 * images [1, 3, 224, 224], normalized as for ImageNet, and writes the 2208 values of its global
 * average pooling.
 *
 * <p>The paper uses published features. The shorter side of 256, the center crop of 224 and the
 * normalization are the usual ones for evaluating such networks; one frame per second is our
 * choice.
 */
public final class SceneDenseNet extends NetworkExpert {

  /** For {@link java.util.ServiceLoader}. */
  public SceneDenseNet() {
    super(
        "scene",
        2208,
        Preprocessing.frames(
            ImagePreprocessing.of(Resize.centerCrop(256, 224), Normalization.IMAGENET)));
  }
}
