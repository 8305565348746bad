package org.mmt4j.graph.ir;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A matrix product, C = A B. Arrays of rank 3 or more are batches of matrices in their last two
 * axes.
 *
 * @param transposeA whether A is the transposed array {@code a}; B and C likewise
 */
public record Product(
    INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c, boolean transposeC)
    implements Step {

  /** Returns the product of two arrays as they are. */
  public static Product of(INDArray a, INDArray b, INDArray c) {
    return new Product(a, false, b, false, c, false);
  }
}
