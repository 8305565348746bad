package org.mmt4j.graph;

import org.mmt4j.graph.GraphCompiler.Value;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Operations whose result is their input's memory seen in another shape: nothing to copy. */
final class Views {

  private Views() {}

  static Value[] reshape(OpRecorder op) {
    INDArray x = op.input(0);
    long[] shape = op.outputShape(0);
    if (!isWhole(x)) {
      return op.nativeOp();
    }
    return view(op, x.reshape('c', true, shape));
  }

  /** The first rows of a matrix. */
  static Value[] slice(OpRecorder op) {
    INDArray x = op.input(0);
    if (op.inputs().size() > 1 || x.rank() != 2 || !isWhole(x)) {
      return op.nativeOp();
    }
    long[] arguments = ((DynamicCustomOp) op.function()).iArgs(); // begin, then size
    boolean firstRows =
        arguments[0] == 0
            && arguments[1] == 0
            && arguments[2] > 0 // -1: all rows
            && arguments[3] == x.size(1);
    if (!firstRows) {
      return op.nativeOp();
    }
    return view(op, rows(x, 0, arguments[2]));
  }

  /**
   * Some rows of a matrix, where they are: ND4J's own calls find nothing in some parts of arrays.
   */
  static INDArray rows(INDArray matrix, long first, long count) {
    return Nd4j.create(
        matrix.data(),
        new long[] {count, matrix.size(1)},
        matrix.stride(),
        matrix.offset() + first * matrix.stride(0),
        matrix.ordering());
  }

  private static Value[] view(OpRecorder op, INDArray array) {
    Value x = op.inputs().get(0);
    return new Value[] {new Value(array, x.storage(), x.fixed())};
  }

  /** Whether elements lie row by row without gaps. */
  static boolean isWhole(INDArray x) {
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
