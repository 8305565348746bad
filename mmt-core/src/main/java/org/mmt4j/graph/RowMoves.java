package org.mmt4j.graph;

import org.mmt4j.graph.GraphCompiler.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums of rows by id and their gradient, with {@link RowKernels} where they apply. */
final class RowMoves {

  private RowMoves() {}

  static Value[] sum(OpRecorder op) {
    INDArray x = op.input(0);
    INDArray ids = op.input(1);
    if (!RowKernels.apply(ids, x)) {
      return op.nativeOp();
    }
    Value out = op.output(x.dataType(), op.outputShape(0));
    op.add(RowKernels.sum(x, ids, out.array()));
    return new Value[] {out};
  }

  static Value[] sumGradient(OpRecorder op) {
    INDArray x = op.input(0);
    INDArray ids = op.input(1);
    INDArray dz = op.input(2);
    if (op.isRead(1) || !RowKernels.apply(ids, dz)) {
      return op.nativeOp();
    }
    Value dx = op.output(x.dataType(), x.shape());
    op.add(RowKernels.gather(dz, ids, dx.array()));
    return new Value[] {dx, op.unread()};
  }
}
