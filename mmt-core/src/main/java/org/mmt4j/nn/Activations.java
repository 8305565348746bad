package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Elementwise functions and normalisations without parameters. */
public final class Activations {

  private Activations() {}

  /**
   * Returns {@code gelu(x) = x/2 (1 + erf(x / sqrt 2))}. This is exact; SameDiff's own operations
   * are approximations.
   */
  public static SDVariable gelu(SDVariable x) {
    SameDiff graph = x.getSameDiff();
    return x.mul(graph.math().erf(x.mul(Math.sqrt(0.5))).add(1)).mul(0.5);
  }

  /**
   * Returns {@code ||x||} for each row. The gradient is undefined for a norm of 0.
   *
   * @param x (n, size)
   * @return (n, 1)
   */
  public static SDVariable norm(SDVariable x) {
    return x.getSameDiff().math().sqrt(x.mul(x).sum(true, 1));
  }

  /**
   * Returns {@code x / max(||x||, 1e-12)} for each row, like PyTorch's normalize.
   *
   * @param x (n, size)
   */
  public static SDVariable l2Normalize(SDVariable x) {
    SameDiff graph = x.getSameDiff();
    SDVariable squares = x.mul(x).sum(true, 1); // (n, 1)
    SDVariable floor = graph.constant(1e-24).castTo(x.dataType());
    return x.mul(graph.math().rsqrt(graph.math().max(squares, floor)));
  }
}
