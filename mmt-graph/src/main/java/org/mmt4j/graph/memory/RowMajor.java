package org.mmt4j.graph.memory;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays whose elements lie row by row. */
public final class RowMajor {

  private RowMajor() {}

  /**
   * Some rows of a matrix, where they are: ND4J's own calls find nothing in some parts of arrays.
   */
  public static INDArray rows(INDArray matrix, long first, long count) {
    return Nd4j.create(
        matrix.data(),
        new long[] {count, matrix.size(1)},
        matrix.stride(),
        matrix.offset() + first * matrix.stride(0),
        matrix.ordering());
  }

  /** Whether elements lie row by row without gaps. */
  public static boolean isWhole(INDArray x) {
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
