package org.mmt4j.graph.rewrite;

import org.mmt4j.graph.ir.Value;
import org.mmt4j.graph.memory.RowMajor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** Operations whose result is a view of the input's memory, without a copy. */
final class Views {

  private Views() {}

  static Value[] reshape(OpRecorder op) {
    INDArray x = op.input(0);
    long[] shape = op.outputShape(0);
    if (!RowMajor.isContiguous(x)) {
      return op.nativeOp();
    }
    return view(op, x.reshape('c', true, shape));
  }

  /**
   * Returns a view if the slice takes the first rows of a matrix; otherwise adds the native
   * operation.
   */
  static Value[] slice(OpRecorder op) {
    INDArray x = op.input(0);
    if (op.inputs().size() > 1 || x.rank() != 2 || !RowMajor.isContiguous(x)) {
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
    return view(op, RowMajor.rows(x, 0, arguments[2]));
  }

  private static Value[] view(OpRecorder op, INDArray array) {
    Value x = op.inputs().get(0);
    return new Value[] {new Value(array, x.storage(), x.fixed())};
  }
}
