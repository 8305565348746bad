package org.mmt4j.graph.rewrite;

import java.util.IdentityHashMap;
import org.mmt4j.graph.ir.Round;
import org.mmt4j.graph.ir.Value;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies in bfloat16 of the factors of matrix products. An array is rounded before the first
 * product that reads it, once in each run, and the copy is kept as long as the array: products of
 * the forward pass and of gradients share it.
 */
public final class RoundedFactors {

  /**
   * A product of fewer rows or columns reads each element too rarely for a copy to pay: a library
   * then rounds float32 arrays itself while it multiplies.
   */
  private static final int LEAST_SIZE = 128;

  private final boolean used;
  private final IdentityHashMap<INDArray, INDArray> ofInputs =
      new IdentityHashMap<>(); // and parameters

  /**
   * Creates the factors of a graph, without copies yet.
   *
   * @param used whether products are to be computed in bfloat16
   */
  public RoundedFactors(boolean used) {
    this.used = used;
  }

  /** Returns whether the factors of a product are to be copies. */
  boolean areUsed(INDArray product) {
    return used
        && product.dataType() == DataType.FLOAT
        && product.rank() == 2
        && Math.min(product.rows(), product.columns()) >= LEAST_SIZE;
  }

  /** Returns the copy of a value. Adds the step that computes it if there is none yet. */
  INDArray of(Value value, OpRecorder op) {
    IdentityHashMap<INDArray, INDArray> copies =
        value.storage().isEmpty() ? ofInputs : value.storage().get(0).roundedCopies();
    return copies.computeIfAbsent(value.array(), array -> rounded(array, op));
  }

  private static INDArray rounded(INDArray array, OpRecorder op) {
    INDArray copy = op.output(DataType.BFLOAT16, array.shape()).array();
    op.add(new Round(array, copy));
    return copy;
  }
}
