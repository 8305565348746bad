package org.mmt4j.extract.onnx;

import org.mmt4j.extract.image.ImagePreprocessing;
import org.mmt4j.extract.image.Normalization;
import org.mmt4j.extract.image.Resize;

/**
 * Expert {@code scene}: DenseNet-161 trained on Places365 (section 4.2). {@code scene.onnx} reads
 * pictures [1, 3, 224, 224], normalized as for ImageNet, and writes the 2208 numbers of its global
 * average pooling.
 *
 * <p>The paper takes features that others published; the shorter side of 256, the square of 224 in
 * its middle and the normalization are those with which such networks are evaluated, a picture each
 * second is a choice of ours.
 */
public final class SceneDenseNet extends NetworkExpert {

  /** For {@link java.util.ServiceLoader}. */
  public SceneDenseNet() {
    super(
        "scene",
        2208,
        new Preprocessing.Images(
            1, new ImagePreprocessing(Resize.centerCrop(256, 224), Normalization.IMAGENET)));
  }
}
