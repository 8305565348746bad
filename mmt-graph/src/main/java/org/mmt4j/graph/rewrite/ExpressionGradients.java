package org.mmt4j.graph.rewrite;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.ir.Node;
import org.mmt4j.graph.ir.Node.Kind;
import org.mmt4j.graph.ir.Node.Matrix;
import org.mmt4j.graph.ir.Variable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Gradients of {@link Expressions} as {@link Node}s. The methods return null for shapes or types
 * that are not supported. In sums and products y may be a row or a column.
 */
final class ExpressionGradients {

  private final Nodes nodes;
  private final Operands operands;

  ExpressionGradients(Nodes nodes, Operands operands) {
    this.nodes = nodes;
    this.operands = operands;
  }

  /** Returns the gradient of a sum over the last axis: the same value for all elements of a row. */
  @Nullable List<Variable> ofRowSum(List<Variable> in, double factor) {
    Variable x = in.get(0);
    Variable dz = in.get(1);
    if (!Operands.isMatrix(x.shape())
        || !Operands.isSingle(dz)
        || !Arrays.equals(Operands.columnOf(x.shape()), dz.shape())) {
      return null;
    }
    Node column = operands.of(dz, x.shape(), Operands.matrix(x.shape(), dz, dz));
    if (column == null) {
      return null;
    }
    Node node = nodes.unary(Kind.MULTIPLY_CONSTANT, (float) factor, column);
    return List.of(Variable.of(node, DataType.FLOAT, x.shape()));
  }

  /** z = x + sign y: dx = dz, dy = sign dz, summed over the axes along which y was broadcast. */
  @Nullable List<Variable> ofSum(List<Variable> in, boolean[] read, int sign) {
    Variable y = in.get(1);
    Variable dz = in.get(2);
    if (!Operands.isSingle(dz) || !Arrays.equals(in.get(0).shape(), dz.shape())) {
      return null;
    }
    if (!read[1]) {
      return List.of(dz, Variable.unread(y));
    }
    if (sign > 0 && Arrays.equals(y.shape(), dz.shape())) {
      return List.of(dz, dz);
    }
    Node change = operands.of(dz, dz.shape(), Operands.matrix(dz.shape(), dz, dz));
    Kind sum = sumOver(y, dz.shape());
    if (change == null || sum == null) {
      return null;
    }
    Node signed = sign > 0 ? change : nodes.unary(Kind.MULTIPLY_CONSTANT, sign, change);
    return List.of(dz, Operands.result(summed(sum, signed), y));
  }

  /** z = x y: dx = dz y, dy = dz x, summed over the axes along which y was broadcast. */
  @Nullable List<Variable> ofProduct(List<Variable> in, boolean[] read) {
    Variable x = in.get(0);
    Variable y = in.get(1);
    Variable dz = in.get(2);
    long[] shape = dz.shape();
    if (!Operands.isSingle(dz)
        || !Operands.isSingle(x)
        || !Operands.isSingle(y)
        || !Arrays.equals(x.shape(), shape)) {
      return null;
    }
    Matrix matrix = Operands.matrix(shape, dz, dz);
    Node change = operands.of(dz, shape, matrix);
    Node left = read[1] ? operands.of(x, shape, matrix) : change;
    Node right = read[0] ? operands.of(y, shape, matrix) : change;
    Kind sum = sumOver(y, shape);
    if (change == null || left == null || right == null || (read[1] && sum == null)) {
      return null;
    }
    Variable dx =
        read[0]
            ? Operands.result(nodes.binary(Kind.MULTIPLY, change, right), x)
            : Variable.unread(x);
    Variable dy =
        read[1] && sum != null
            ? Operands.result(summed(sum, nodes.binary(Kind.MULTIPLY, change, left)), y)
            : Variable.unread(y);
    return List.of(dx, dy);
  }

  /**
   * Returns the kind of the sum for y, LEAF if no sum is needed, or null if it is not supported.
   */
  private static @Nullable Kind sumOver(Variable y, long[] shape) {
    if (Arrays.equals(y.shape(), shape)) {
      return Kind.LEAF;
    }
    if (Arrays.equals(y.shape(), Operands.columnOf(shape))) {
      return Kind.ROW_SUM;
    }
    return Operands.isRowOf(y.shape(), shape) ? Kind.COLUMN_SUM : null;
  }

  private Node summed(Kind sum, Node node) {
    return sum == Kind.LEAF ? node : nodes.unary(sum, 0, node);
  }
}
