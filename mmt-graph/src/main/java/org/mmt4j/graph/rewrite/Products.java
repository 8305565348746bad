package org.mmt4j.graph.rewrite;

import java.util.Arrays;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** Matrix products and their gradients. */
final class Products {

  private static final double[] PLAIN = {1, 0}; // 1 A B + 0 C

  private Products() {}

  /** C = A B. */
  static Value[] product(OpRecorder op) {
    if (!isSupported(op, op.input(0), op.input(1))) {
      return op.nativeOp();
    }
    boolean[] transposed = transposed(op);
    Value c = op.output(op.input(0).dataType(), op.outputShape(0));
    multiply(
        op,
        op.inputs().get(0),
        transposed[0],
        op.inputs().get(1),
        transposed[1],
        c.array(),
        transposed[2]);
    return new Value[] {c};
  }

  /** C = A B: dA = dC Bᵀ, dB = Aᵀ dC. */
  static Value[] gradient(OpRecorder op) {
    if (!isSupported(op, op.input(0), op.input(1), op.input(2))) {
      return op.nativeOp();
    }
    Value a = op.inputs().get(0);
    Value b = op.inputs().get(1);
    Value dc = op.inputs().get(2);
    boolean[] transposed = transposed(op);
    boolean ta = transposed[0];
    boolean tb = transposed[1];
    boolean tc = transposed[2];
    Value da = op.isRead(0) ? op.output(a.array().dataType(), a.array().shape()) : op.unread();
    Value db = op.isRead(1) ? op.output(b.array().dataType(), b.array().shape()) : op.unread();
    if (op.isRead(0)) {
      multiply(op, dc, tc, b, !tb, da.array(), ta);
    }
    if (op.isRead(1)) {
      multiply(op, a, !ta, dc, tc, db.array(), tb);
    }
    return new Value[] {da, db};
  }

  private static void multiply(
      OpRecorder op,
      Value a,
      boolean transposeA,
      Value b,
      boolean transposeB,
      INDArray c,
      boolean transposeC) {
    boolean rounded = op.roundsFactors(c);
    op.add(
        new Product(
            rounded ? op.rounded(a) : a.array(),
            transposeA,
            rounded ? op.rounded(b) : b.array(),
            transposeB,
            c,
            transposeC));
  }

  /** Whether all arrays are batches of matrices, and the operation does not scale or add. */
  private static boolean isSupported(OpRecorder op, INDArray... arrays) {
    for (INDArray array : arrays) {
      if (array.rank() < 2 || array.rank() != arrays[0].rank()) {
        return false;
      }
    }
    double[] factors = ((DynamicCustomOp) op.function()).tArgs();
    return factors.length == 0 || Arrays.equals(factors, PLAIN);
  }

  /** Returns whether A, B and C are transposed. */
  private static boolean[] transposed(OpRecorder op) {
    long[] arguments = ((DynamicCustomOp) op.function()).iArgs();
    boolean[] transposed = new boolean[3];
    for (int i = 0; i < Math.min(3, arguments.length); i++) {
      transposed[i] = arguments[i] != 0;
    }
    return transposed;
  }
}
