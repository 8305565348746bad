package org.mmt4j.graph.rewrite;

import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.ir.RowGather;
import org.mmt4j.graph.ir.RowSum;
import org.mmt4j.graph.ir.Value;
import org.mmt4j.graph.kernel.RowKernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sums of rows by id and their gradient, by {@link RowKernels} if they support the arrays. A matrix
 * of one row is handled separately, because ND4J's operations treat it as a vector.
 */
final class RowMoves {

  private RowMoves() {}

  static Value[] sum(OpRecorder op) {
    INDArray x = op.input(0);
    INDArray ids = op.input(1);
    long[] shape = op.outputShape(0);
    boolean kernel = RowKernels.apply(ids, x, shape[0]);
    if (!kernel && !isSingleRow(x)) {
      return op.nativeOp();
    }
    Value out = op.output(x.dataType(), shape);
    if (kernel) {
      op.add(new RowSum(x, ids, out.array()));
    } else {
      sumSingleRow(op, x, ids, out.array());
    }
    return new Value[] {out};
  }

  private static boolean isSingleRow(INDArray x) {
    return x.rank() == 2 && x.size(0) == 1;
  }

  /** out (S, n) = onehot(id) (1, S) transposed, times x (1, n). */
  private static void sumSingleRow(OpRecorder op, INDArray x, INDArray ids, INDArray out) {
    INDArray oneHot = op.scratch(x.dataType(), 1, out.size(0));
    op.add("onehot", oneHot, new INDArray[] {ids}, 1, out.size(0));
    op.add(new Product(oneHot, true, x, false, out, false));
  }

  static Value[] sumGradient(OpRecorder op) {
    INDArray x = op.input(0);
    INDArray ids = op.input(1);
    INDArray dz = op.input(2);
    boolean kernel = RowKernels.apply(ids, dz, x.size(0));
    if (op.isRead(1) || !(kernel || isSingleRow(x))) {
      return op.nativeOp();
    }
    Value dx = op.output(x.dataType(), x.shape());
    if (kernel) {
      op.add(new RowGather(dz, ids, dx.array()));
    } else {
      op.add("gather", dx.array(), new INDArray[] {dz, ids}, 0);
    }
    return new Value[] {dx, op.unread()};
  }
}
