package org.mmt4j.extract.image;

/** How the pixels of a resized image are computed from those of the original. */
public enum Interpolation {
  /** {@code w(x) = max(0, 1 - |x|)}. */
  BILINEAR(1) {
    @Override
    double weight(double x) {
      return Math.max(0, 1 - Math.abs(x));
    }
  },

  /**
   * Keys' cubic convolution with a = -0.5, as PIL and torchvision's antialiased resize compute it:
   *
   * <pre>{@code
   * w(x) = (a + 2) |x|^3 - (a + 3) |x|^2 + 1       |x| < 1
   *        a |x|^3 - 5 a |x|^2 + 8 a |x| - 4 a     1 <= |x| < 2
   * }</pre>
   *
   * Values beyond 0 to 255 are clipped.
   */
  BICUBIC(2) {
    @Override
    double weight(double x) {
      double d = Math.abs(x);
      if (d < 1) {
        return ((A + 2) * d - (A + 3)) * d * d + 1;
      }
      return d < 2 ? (((d - 5) * d + 8) * d - 4) * A : 0;
    }
  };

  private static final double A = -0.5;

  private final int support;

  Interpolation(int support) {
    this.support = support;
  }

  /** Returns the distance from which weights are 0, in pixels. */
  int support() {
    return support;
  }

  /** Returns the weight of a pixel at a distance, before weights are scaled to the sum 1. */
  abstract double weight(double x);
}
