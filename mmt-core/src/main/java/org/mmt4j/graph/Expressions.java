package org.mmt4j.graph;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.GraphCompiler.Value;
import org.mmt4j.graph.Node.Extent;
import org.mmt4j.graph.Node.Kind;
import org.mmt4j.graph.Node.Matrix;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * Operations of a graph that work element by element or along rows, as {@link Node}s: what {@link
 * TileProgram}s can compute.
 */
final class Expressions {

  private static final long LEAST_LENGTH = 256; // of matrices that are worth a program

  private final Nodes nodes;

  /** Whether all that reads a variable casts it to single precision. */
  private final Predicate<String> onlyCast;

  Expressions(Nodes nodes, Predicate<String> onlyCast) {
    this.nodes = nodes;
    this.onlyCast = onlyCast;
  }

  /**
   * An operation's outputs as nodes, or inputs passed on.
   *
   * @param in the operation's inputs
   * @param output names of its outputs
   * @param read which of them are read
   * @return nothing if the operation is none of those, or its shapes are not
   */
  @Nullable List<Variable> of(
      DifferentialFunction function, List<Variable> in, List<String> output, boolean[] read) {
    return switch (function.opName()) {
      case "add" -> binary(Kind.ADD, in);
      case "subtract" -> binary(Kind.SUBTRACT, in);
      case "multiply" -> binary(Kind.MULTIPLY, in);
      case "add_scalar" -> unary(Kind.ADD_CONSTANT, scalar(function), in);
      case "mul_scalar" -> unary(Kind.MULTIPLY_CONSTANT, scalar(function), in);
      case "div_scalar" -> unary(Kind.MULTIPLY_CONSTANT, 1 / scalar(function), in);
      case "neg" -> unary(Kind.MULTIPLY_CONSTANT, -1, in);
      case "pow" -> in.size() == 1 ? unary(Kind.POWER, scalar(function), in) : null;
      case "square" -> unary(Kind.POWER, 2, in);
      case "rsqrt" -> unary(Kind.POWER, -0.5, in);
      case "erf" -> unary(Kind.ERF, 0, in);
      case "exp" -> unary(Kind.EXP, 0, in);
      case "lessthan_scalar" -> below(scalar(function), in, output.get(0));
      case "cast" -> cast(in);
      default -> alongRows(function, in, read);
    };
  }

  private @Nullable List<Variable> alongRows(
      DifferentialFunction function, List<Variable> in, boolean[] read) {
    return switch (function.opName()) {
      case "softmax" -> isAlongRows(function, in) ? softmax(in) : null;
      case "softmax_bp" -> isAlongRows(function, in) ? softmaxGradient(in) : null;
      default -> gradient(function, in, read);
    };
  }

  private @Nullable List<Variable> gradient(
      DifferentialFunction function, List<Variable> in, boolean[] read) {
    return switch (function.opName()) {
      case "add_bp" -> sumGradient(in, read, 1);
      case "subtract_bp" -> sumGradient(in, read, -1);
      case "multiply_bp" -> productGradient(in, read);
      case "reduce_sum_bp" -> repeated(in, 1);
      case "reduce_mean_bp" -> repeated(in, 1.0 / last(in.get(0).shape()));
      default -> null;
    };
  }

  /** Ones in the shape of a variable. */
  @Nullable List<Variable> ones(Variable like) {
    Matrix matrix = isSingle(like) ? matrix(like.shape(), like, like) : null;
    return matrix == null || matrix.columns() != last(like.shape())
        ? null
        : List.of(result(Node.constant(1, matrix), like));
  }

  /** A sum or mean over the last axis, which stays as an axis of length 1. */
  List<Variable> rowSum(Variable x, boolean mean) {
    Node input = Objects.requireNonNull(operand(x, x.shape()));
    Node summed = nodes.unary(Kind.ROW_SUM, 0, input);
    Node node = mean ? nodes.unary(Kind.MULTIPLY_CONSTANT, 1f / last(x.shape()), summed) : summed;
    return List.of(Variable.of(node, x.dataType(), columnOf(x.shape())));
  }

  /** Whether {@link #rowSum} of a variable has that shape. */
  boolean isRowSum(Variable x, long[] shape) {
    boolean alongRows = isMatrix(x.shape()) && Arrays.equals(columnOf(x.shape()), shape);
    Node input = alongRows && isSingle(x) ? operand(x, x.shape()) : null;
    return input != null && input.matrix().columns() == last(x.shape());
  }

  // ---- elementwise

  private @Nullable List<Variable> unary(Kind kind, double constant, List<Variable> in) {
    Variable x = in.get(0);
    Node input = isSingle(x) ? operand(x, x.shape()) : null;
    if (input == null || input.extent() == Extent.ROW) {
      return null;
    }
    return List.of(result(nodes.unary(kind, (float) constant, input), x));
  }

  private @Nullable List<Variable> binary(Kind kind, List<Variable> in) {
    Variable larger = in.get(0).length() >= in.get(1).length() ? in.get(0) : in.get(1);
    Node node = binary(kind, in.get(0), in.get(1), larger.shape());
    return node == null ? null : List.of(result(node, larger));
  }

  private @Nullable Node binary(Kind kind, Variable x, Variable y, long[] shape) {
    if (!isSingle(x) || !isSingle(y)) {
      return null;
    }
    Matrix matrix = matrix(shape, x, y);
    Node left = matrix == null ? null : operand(x, shape, matrix);
    Node right = matrix == null ? null : operand(y, shape, matrix);
    if (left == null || right == null || bothRows(left, right)) {
      return null;
    }
    return nodes.binary(kind, left, right);
  }

  private static boolean bothRows(Node x, Node y) {
    return x.extent() == Extent.ROW && y.extent() == Extent.ROW;
  }

  private @Nullable List<Variable> below(double bound, List<Variable> in, String output) {
    Variable x = in.get(0);
    if (!onlyCast.test(output) || !isSingle(x)) {
      return null;
    }
    Node input = operand(x, x.shape());
    if (input == null || input.extent() == Extent.ROW) {
      return null;
    }
    Node node = nodes.unary(Kind.BELOW, (float) bound, input);
    return List.of(Variable.of(node, DataType.BOOL, x.shape()));
  }

  private static @Nullable List<Variable> cast(List<Variable> in) {
    Variable x = in.get(0);
    Node node = x.node();
    return x.dataType() == DataType.BOOL && node != null
        ? List.of(Variable.of(node, DataType.FLOAT, x.shape()))
        : null;
  }

  // ---- along rows

  /** Whether a softmax is over the last axis, which it is where none is given. */
  private static boolean isAlongRows(DifferentialFunction function, List<Variable> in) {
    long[] axes = ((DynamicCustomOp) function).iArgs();
    int rank = in.get(0).shape().length;
    return axes.length == 0 || Math.floorMod(axes[0], rank) == rank - 1;
  }

  private @Nullable List<Variable> softmax(List<Variable> in) {
    Node weights = softmax(in.get(0));
    return weights == null ? null : List.of(result(weights, in.get(0)));
  }

  private @Nullable Node softmax(Variable x) {
    Node input = isSingle(x) && isMatrix(x.shape()) ? operand(x, x.shape()) : null;
    if (input == null || input.extent() != Extent.FULL) {
      return null;
    }
    Node largest = nodes.unary(Kind.ROW_MAX, 0, input);
    Node powers = nodes.unary(Kind.EXP, 0, nodes.binary(Kind.SUBTRACT, input, largest));
    Node sum = nodes.unary(Kind.ROW_SUM, 0, powers);
    return nodes.binary(Kind.MULTIPLY, powers, nodes.unary(Kind.POWER, -1, sum));
  }

  /** For s = softmax(x): dx = s (ds - sum(s ds)). */
  private @Nullable List<Variable> softmaxGradient(List<Variable> in) {
    Node change = isSingle(in.get(1)) ? operand(in.get(1), in.get(0).shape()) : null;
    Node weights = change == null ? null : softmax(in.get(0));
    if (change == null || weights == null || !change.matrix().equals(weights.matrix())) {
      return null;
    }
    Node sum = nodes.unary(Kind.ROW_SUM, 0, nodes.binary(Kind.MULTIPLY, weights, change));
    Node node = nodes.binary(Kind.MULTIPLY, weights, nodes.binary(Kind.SUBTRACT, change, sum));
    return List.of(result(node, in.get(0)));
  }

  /** The gradient of a sum over the last axis: the same for all of a row. */
  private @Nullable List<Variable> repeated(List<Variable> in, double factor) {
    Variable x = in.get(0);
    Variable dz = in.get(1);
    if (!isMatrix(x.shape()) || !isSingle(dz) || !Arrays.equals(columnOf(x.shape()), dz.shape())) {
      return null;
    }
    Node column = operand(dz, x.shape(), matrix(x.shape(), dz, dz));
    if (column == null) {
      return null;
    }
    Node node = nodes.unary(Kind.MULTIPLY_CONSTANT, (float) factor, column);
    return List.of(Variable.of(node, DataType.FLOAT, x.shape()));
  }

  // ---- gradients of sums and products, where y may be a row or a column

  /** z = x + sign y: dx = dz, dy = sign dz, added up over the axes along which y was repeated. */
  private @Nullable List<Variable> sumGradient(List<Variable> in, boolean[] read, int sign) {
    Variable y = in.get(1);
    Variable dz = in.get(2);
    if (!isSingle(dz) || !Arrays.equals(in.get(0).shape(), dz.shape())) {
      return null;
    }
    if (!read[1]) {
      return List.of(dz, Variable.unread(y));
    }
    if (sign > 0 && Arrays.equals(y.shape(), dz.shape())) {
      return List.of(dz, dz);
    }
    Node change = operand(dz, dz.shape(), matrix(dz.shape(), dz, dz));
    Kind sum = sumOver(y, dz.shape());
    if (change == null || sum == null) {
      return null;
    }
    Node signed = sign > 0 ? change : nodes.unary(Kind.MULTIPLY_CONSTANT, sign, change);
    return List.of(dz, result(added(sum, signed), y));
  }

  /** z = x y: dx = dz y, dy = dz x, added up over the axes along which y was repeated. */
  private @Nullable List<Variable> productGradient(List<Variable> in, boolean[] read) {
    Variable x = in.get(0);
    Variable y = in.get(1);
    Variable dz = in.get(2);
    long[] shape = dz.shape();
    if (!isSingle(dz) || !isSingle(x) || !isSingle(y) || !Arrays.equals(x.shape(), shape)) {
      return null;
    }
    Matrix matrix = matrix(shape, dz, dz);
    Node change = operand(dz, shape, matrix);
    Node left = read[1] ? operand(x, shape, matrix) : change;
    Node right = read[0] ? operand(y, shape, matrix) : change;
    Kind sum = sumOver(y, shape);
    if (change == null || left == null || right == null || (read[1] && sum == null)) {
      return null;
    }
    Variable dx =
        read[0] ? result(nodes.binary(Kind.MULTIPLY, change, right), x) : Variable.unread(x);
    Variable dy =
        read[1] && sum != null
            ? result(added(sum, nodes.binary(Kind.MULTIPLY, change, left)), y)
            : Variable.unread(y);
    return List.of(dx, dy);
  }

  /** LEAF stands for no sum. */
  private static @Nullable Kind sumOver(Variable y, long[] shape) {
    if (Arrays.equals(y.shape(), shape)) {
      return Kind.LEAF;
    }
    if (Arrays.equals(y.shape(), columnOf(shape))) {
      return Kind.ROW_SUM;
    }
    return isRowOf(y.shape(), shape) ? Kind.COLUMN_SUM : null;
  }

  private Node added(Kind sum, Node node) {
    return sum == Kind.LEAF ? node : nodes.unary(sum, 0, node);
  }

  // ---- operands

  private static Variable result(Node node, Variable like) {
    return Variable.of(node, DataType.FLOAT, like.shape());
  }

  /** A variable as what a matrix of its own shape is computed from. */
  private @Nullable Node operand(Variable x, long[] shape) {
    return x.node() != null ? x.node() : operand(x, shape, matrix(shape, x, x));
  }

  /**
   * A variable as what a result of a shape is computed from: all of it, a column, or rows.
   *
   * @return nothing if it is repeated in another way, or its array is not row by row
   */
  private @Nullable Node operand(Variable x, long[] shape, @Nullable Matrix matrix) {
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
      return isDense(value.array()) ? nodes.leaf(value, matrix, extent) : null;
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

  /** The matrix of a result: that of an operand that is a node, or a new one. */
  private static @Nullable Matrix matrix(long[] shape, Variable x, Variable y) {
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
    boolean worth = length >= LEAST_LENGTH && length <= Integer.MAX_VALUE / Float.BYTES;
    return isMatrix(shape) && worth
        ? new Matrix((int) (length / last(shape)), (int) last(shape))
        : null;
  }

  private static boolean fits(Node node, long length, long columns) {
    Matrix matrix = node.matrix();
    boolean column = node.extent() == Extent.COLUMN && columns == 1 && matrix.rows() == length;
    return column
        || (matrix.columns() == columns && (long) matrix.rows() * matrix.columns() == length);
  }

  private static boolean isSingle(Variable x) {
    return x.dataType() == DataType.FLOAT;
  }

  private static boolean isMatrix(long[] shape) {
    return shape.length >= 2;
  }

  /** Whether elements lie row by row without gaps. */
  private static boolean isDense(INDArray x) {
    return Views.isWhole(x);
  }

  private static long last(long[] shape) {
    return shape[shape.length - 1];
  }

  private static long[] columnOf(long[] shape) {
    long[] column = shape.clone();
    column[column.length - 1] = 1;
    return column;
  }

  private static boolean isRowOf(long[] x, long[] shape) {
    return x.length >= 1
        && x.length <= shape.length
        && last(x) == last(shape)
        && Arrays.stream(x).reduce(1, (a, b) -> a * b) == last(shape);
  }

  /** (B, 1, 1, L) of (B, h, L, L): axes as they are, then 1s, then the last. */
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

  private static double scalar(DifferentialFunction function) {
    return ((ScalarOp) function).scalar().getDouble(0);
  }
}
