package org.mmt4j.extract.onnx;

import org.mmt4j.extract.image.ImagePreprocessing;
import org.mmt4j.extract.image.Normalization;
import org.mmt4j.extract.image.Resize;

/**
 * Expert {@code s3d}, motion: S3D trained on Kinetics. {@code s3d.onnx} reads clips [1, 3, 64, 224,
 * 224] of red, green, blue in -1 ... 1 and writes the 1024 values of its global average pooling.
 *
 * <p>The network and its training data are those of section 4.2. The paper does not say how it
 * splits a video into clips. S3D was trained on clips of 64 frames; 25 frames per second, one clip
 * per second, the shorter side of 256 and the center crop of 224 are our choices.
 */
public final class MotionS3d extends NetworkExpert {

  /** For {@link java.util.ServiceLoader}. */
  public MotionS3d() {
    super(
        "s3d",
        1024,
        Preprocessing.clips(
            ImagePreprocessing.of(Resize.centerCrop(256, 224), Normalization.PLUS_MINUS_ONE)));
  }
}
