package org.mmt4j.graph.rewrite;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.ir.Node;
import org.mmt4j.graph.ir.Node.Extent;
import org.mmt4j.graph.ir.Node.Matrix;
import org.mmt4j.graph.ir.Value;
import org.mmt4j.graph.ir.Variable;
import org.mmt4j.graph.memory.RowMajor;
import org.nd4j.linalg.api.buffer.DataType;

/** Variables as operands of {@link Node}s: matrices, columns and rows. */
final class Operands {

  private static final long LEAST_LENGTH = 256; // elements; smaller matrices stay native

  private final Nodes nodes;

  Operands(Nodes nodes) {
    this.nodes = nodes;
  }

  static Variable result(Node node, Variable like) {
    return Variable.of(node, DataType.FLOAT, like.shape());
  }

  /** Returns a variable as an operand of a result of the same shape, or null if not supported. */
  @Nullable Node of(Variable x, long[] shape) {
    return x.node() != null ? x.node() : of(x, shape, matrix(shape, x, x));
  }

  /**
   * Returns a variable as an operand of a result of the given shape: full, a column, or rows.
   *
   * @return null if it is broadcast in a different way, or its array is not row-major
   */
  @Nullable Node of(Variable x, long[] shape, @Nullable Matrix matrix) {
    if (matrix == null) {
      return null;
    }
    Extent extent = extent(x.shape(), shape, matrix);
    Node node = x.node();
    if (extent == null) {
      return null;
    }
    if (node == null) {
      Value value = x.array();
      return RowMajor.isContiguous(value.array()) ? nodes.leaf(value, matrix, extent) : null;
    }
    boolean same = node.matrix().equals(matrix);
    if (same && (node.extent() == extent || (extent == Extent.FULL && isColumn(node)))) {
      return node;
    }
    nodes.compute(node);
    return nodes.leaf(x.array(), matrix, extent);
  }

  private static boolean isColumn(Node node) {
    return node.extent() == Extent.COLUMN;
  }

  private static @Nullable Extent extent(long[] x, long[] shape, Matrix matrix) {
    if (Arrays.equals(x, shape)) {
      return matrix.columns() == last(shape) ? Extent.FULL : Extent.COLUMN;
    }
    if (Arrays.equals(x, columnOf(shape))) {
      return Extent.COLUMN;
    }
    boolean rows = isRowOf(x, shape) || isBlockRowOf(x, shape);
    return rows && matrix.columns() == last(shape) ? Extent.ROW : null;
  }

  /**
   * Returns the matrix of a result: that of an operand that is a node, otherwise a new one. Returns
   * null if the result is too small or too large.
   */
  static @Nullable Matrix matrix(long[] shape, Variable x, Variable y) {
    if (shape.length == 0) {
      return null;
    }
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    for (Variable operand : ImmutableList.of(x, y)) {
      Node node = operand.node();
      if (node != null && fits(node, length, last(shape))) {
        return node.matrix();
      }
    }
    boolean isWorthwhile = length >= LEAST_LENGTH && length <= Integer.MAX_VALUE / Float.BYTES;
    return isMatrix(shape) && isWorthwhile
        ? new Matrix((int) (length / last(shape)), (int) last(shape))
        : null;
  }

  private static boolean fits(Node node, long length, long columns) {
    Matrix matrix = node.matrix();
    boolean column = node.extent() == Extent.COLUMN && columns == 1 && matrix.rows() == length;
    return column
        || (matrix.columns() == columns && (long) matrix.rows() * matrix.columns() == length);
  }

  static boolean isSingle(Variable x) {
    return x.dataType() == DataType.FLOAT;
  }

  static boolean isMatrix(long[] shape) {
    return shape.length >= 2;
  }

  static long last(long[] shape) {
    return shape[shape.length - 1];
  }

  static long[] columnOf(long[] shape) {
    long[] column = shape.clone();
    column[column.length - 1] = 1;
    return column;
  }

  static boolean isRowOf(long[] x, long[] shape) {
    return x.length >= 1
        && x.length <= shape.length
        && last(x) == last(shape)
        && Arrays.stream(x).reduce(1, (a, b) -> a * b) == last(shape);
  }

  /**
   * Whether x is like (B, 1, 1, L) for (B, h, L, L): equal axes, then axes of length 1, then the
   * last.
   */
  private static boolean isBlockRowOf(long[] x, long[] shape) {
    if (x.length != shape.length || last(x) != last(shape)) {
      return false;
    }
    int axis = 0;
    while (axis < x.length - 1 && x[axis] == shape[axis]) {
      axis++;
    }
    return Arrays.stream(x, axis, x.length - 1).allMatch(size -> size == 1);
  }
}
