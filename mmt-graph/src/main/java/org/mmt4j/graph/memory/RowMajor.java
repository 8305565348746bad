package org.mmt4j.graph.memory;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays whose elements are in row-major order. */
public final class RowMajor {

  private RowMajor() {}

  /** Returns a view of some rows of a matrix. ND4J's own methods fail for some views. */
  public static INDArray rows(INDArray matrix, long first, long count) {
    return Nd4j.create(
        matrix.data(),
        new long[] {count, matrix.size(1)},
        matrix.stride(),
        matrix.offset() + first * matrix.stride(0),
        matrix.ordering());
  }

  /** Returns whether the elements are in row-major order without gaps. */
  public static boolean isContiguous(INDArray x) {
    long step = 1;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      if (x.size(axis) != 1 && x.stride(axis) != step) {
        return false;
      }
      step *= x.size(axis);
    }
    return x.ordering() == 'c';
  }
}
