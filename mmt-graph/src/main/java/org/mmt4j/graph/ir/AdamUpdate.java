package org.mmt4j.graph.ir;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adam's update of a parameter and its moments, in place, after weight decay. All arrays are FLOAT,
 * of one length, row-major without gaps.
 *
 * <pre>
 *   p = k p,  m = b1 m + (1 - b1) s g,  v = b2 v + (1 - b2) (s g)^2,  p = p - a m / (c sqrt(v) + epsilon)
 * </pre>
 *
 * @param values p
 * @param first m
 * @param second v
 */
public record AdamUpdate(
    Rates rates, INDArray values, INDArray gradient, INDArray first, INDArray second)
    implements Step {

  /**
   * The numbers of an update.
   *
   * @param keep k, what weight decay leaves
   * @param decay1 b1
   * @param decay2 b2
   * @param scale s, the factor of the gradient
   * @param rate a, the learning rate divided by the bias correction 1 - b1^t
   * @param rootScale c, 1 / sqrt(1 - b2^t)
   * @param epsilon added outside the square root
   */
  public record Rates(
      double keep,
      double decay1,
      double decay2,
      double scale,
      double rate,
      double rootScale,
      double epsilon) {}
}
