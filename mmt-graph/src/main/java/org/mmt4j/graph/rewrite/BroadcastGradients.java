package org.mmt4j.graph.rewrite;

import java.util.Arrays;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gradients of sums and products in which y may be a row or a column that was broadcast to the
 * shape of x. The native operations sum over the broadcast axes at a hundredth of memory speed;
 * here they become elementwise products and products with a vector of ones.
 */
final class BroadcastGradients {

  private BroadcastGradients() {}

  /** z = x + sign y: dx = dz, dy = sign dz, summed over the axes along which y was broadcast. */
  static Value[] sum(OpRecorder op, int sign) {
    Value dz = op.inputs().get(2);
    INDArray y = op.input(1);
    if (!isHandled(op, dz.array(), y)) {
      return op.nativeOp();
    }
    if (!op.isRead(1)) {
      return new Value[] {dz, op.unread()};
    }
    if (Arrays.equals(y.shape(), dz.array().shape())) {
      return new Value[] {dz, sign > 0 ? dz : negated(op, dz.array())};
    }
    return new Value[] {dz, summed(op, dz.array(), y, sign)};
  }

  /** z = x y: dx = dz y, dy = dz x, summed over the axes along which y was broadcast. */
  static Value[] product(OpRecorder op) {
    INDArray x = op.input(0);
    INDArray y = op.input(1);
    INDArray dz = op.input(2);
    if (!isHandled(op, dz, y)) {
      return op.nativeOp();
    }
    Value dx = op.isRead(0) ? product(op, dz, y) : op.unread();
    if (!op.isRead(1)) {
      return new Value[] {dx, op.unread()};
    }
    if (Arrays.equals(y.shape(), dz.shape())) {
      return new Value[] {dx, product(op, dz, x)};
    }
    INDArray products = op.scratch(dz.dataType(), dz.shape());
    op.add("multiply", products, new INDArray[] {dz, x});
    return new Value[] {dx, summed(op, products, y, 1)};
  }

  private static boolean isHandled(OpRecorder op, INDArray dz, INDArray y) {
    boolean sameShapeAsX = Arrays.equals(op.input(0).shape(), dz.shape());
    boolean supported =
        Arrays.equals(dz.shape(), y.shape()) || isRow(dz, y) || isColumn(dz, y) || !op.isRead(1);
    return sameShapeAsX && supported && dz.ordering() == 'c';
  }

  private static boolean isRow(INDArray dz, INDArray y) {
    return dz.rank() >= 2
        && y.rank() >= 1
        && y.length() == dz.size(dz.rank() - 1)
        && y.size(y.rank() - 1) == y.length();
  }

  private static boolean isColumn(INDArray dz, INDArray y) {
    return dz.rank() == 2 && y.rank() == 2 && y.size(0) == dz.size(0) && y.size(1) == 1;
  }

  private static Value product(OpRecorder op, INDArray a, INDArray b) {
    Value product = op.output(a.dataType(), a.shape());
    op.add("multiply", product.array(), new INDArray[] {a, b});
    return product;
  }

  private static Value negated(OpRecorder op, INDArray dz) {
    return product(op, dz, op.keep(Nd4j.scalar(dz.dataType(), -1)));
  }

  private static Value summed(OpRecorder op, INDArray dz, INDArray y, int sign) {
    long columns = dz.size(dz.rank() - 1);
    long rows = dz.length() / columns;
    INDArray matrix = dz.reshape(rows, columns);
    Value dy = op.output(y.dataType(), y.shape());
    if (isRow(dz, y)) {
      INDArray ones = op.keep(Nd4j.valueArrayOf(new long[] {1, rows}, sign, dz.dataType()));
      INDArray out = dy.array().reshape(1, columns);
      op.add(Product.of(ones, matrix, out)); // (1, rows)·(rows, columns)
    } else {
      INDArray ones = op.keep(Nd4j.valueArrayOf(new long[] {columns, 1}, sign, dz.dataType()));
      op.add(Product.of(matrix, ones, dy.array()));
    }
    return dy;
  }
}
