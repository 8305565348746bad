package org.mmt4j.graph.rewrite;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.ir.Node;
import org.mmt4j.graph.ir.Node.Extent;
import org.mmt4j.graph.ir.Node.Kind;
import org.mmt4j.graph.ir.Node.Matrix;
import org.mmt4j.graph.ir.TileProgram;
import org.mmt4j.graph.ir.Uniform;
import org.mmt4j.graph.ir.Variable;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * Elementwise and row-wise operations of a graph as {@link Node}s, which {@link TileProgram}s
 * compute.
 */
public final class Expressions {

  private final Nodes nodes;
  private final Operands operands;
  private final ExpressionGradients gradients;

  /** Whether every reader of a variable casts it to float32. */
  private final Predicate<String> onlyCast;

  public Expressions(Nodes nodes, Predicate<String> onlyCast) {
    this.nodes = nodes;
    this.operands = new Operands(nodes);
    this.gradients = new ExpressionGradients(nodes, operands);
    this.onlyCast = onlyCast;
  }

  /**
   * Returns an operation's outputs as nodes, or as inputs passed through.
   *
   * @param in the inputs of the operation
   * @param output the names of its outputs
   * @param read which outputs are read
   * @return null if the operation or its shapes are not supported
   */
  public @Nullable List<Variable> of(
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
      case "add_bp" -> gradients.ofSum(in, read, 1);
      case "subtract_bp" -> gradients.ofSum(in, read, -1);
      case "multiply_bp" -> gradients.ofProduct(in, read);
      case "reduce_sum_bp" -> gradients.ofRowSum(in, 1);
      case "reduce_mean_bp" -> gradients.ofRowSum(in, 1.0 / Operands.last(in.get(0).shape()));
      default -> null;
    };
  }

  /** Returns ones in the shape of a variable, or null if the shape is not supported. */
  public @Nullable List<Variable> ones(Variable like) {
    Matrix matrix = Operands.isSingle(like) ? Operands.matrix(like.shape(), like, like) : null;
    return matrix == null || matrix.columns() != Operands.last(like.shape())
        ? null
        : List.of(Operands.result(Node.constant(1, matrix), like));
  }

  /** Returns random numbers, or null if the shape is not supported. */
  public @Nullable List<Variable> random(Uniform numbers, long[] shape) {
    Variable like = new Variable(null, null, DataType.FLOAT, shape);
    Matrix matrix = Operands.matrix(shape, like, like);
    return matrix == null ? null : List.of(Operands.result(Node.random(numbers, matrix), like));
  }

  /** Returns the sum or mean over the last axis, which is kept as an axis of length 1. */
  public List<Variable> rowSum(Variable x, boolean mean) {
    Node input = Objects.requireNonNull(operands.of(x, x.shape()));
    Node summed = nodes.unary(Kind.ROW_SUM, 0, input);
    Node node =
        mean ? nodes.unary(Kind.MULTIPLY_CONSTANT, 1f / Operands.last(x.shape()), summed) : summed;
    return List.of(Variable.of(node, x.dataType(), Operands.columnOf(x.shape())));
  }

  /** Returns whether {@link #rowSum} supports a variable and its result has this shape. */
  public boolean isRowSum(Variable x, long[] shape) {
    boolean alongRows =
        Operands.isMatrix(x.shape()) && Arrays.equals(Operands.columnOf(x.shape()), shape);
    Node input = alongRows && Operands.isSingle(x) ? operands.of(x, x.shape()) : null;
    return input != null && input.matrix().columns() == Operands.last(x.shape());
  }

  // elementwise

  private @Nullable List<Variable> unary(Kind kind, double constant, List<Variable> in) {
    Variable x = in.get(0);
    Node input = Operands.isSingle(x) ? operands.of(x, x.shape()) : null;
    if (input == null || input.extent() == Extent.ROW) {
      return null;
    }
    return List.of(Operands.result(nodes.unary(kind, (float) constant, input), x));
  }

  private @Nullable List<Variable> binary(Kind kind, List<Variable> in) {
    Variable larger = in.get(0).length() >= in.get(1).length() ? in.get(0) : in.get(1);
    Node node = binary(kind, in.get(0), in.get(1), larger.shape());
    return node == null ? null : List.of(Operands.result(node, larger));
  }

  private @Nullable Node binary(Kind kind, Variable x, Variable y, long[] shape) {
    if (!Operands.isSingle(x) || !Operands.isSingle(y)) {
      return null;
    }
    Matrix matrix = Operands.matrix(shape, x, y);
    Node left = matrix == null ? null : operands.of(x, shape, matrix);
    Node right = matrix == null ? null : operands.of(y, shape, matrix);
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
    if (!onlyCast.test(output) || !Operands.isSingle(x)) {
      return null;
    }
    Node input = operands.of(x, x.shape());
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

  // row-wise

  /** Whether a softmax is over the last axis, which is the default. */
  private static boolean isAlongRows(DifferentialFunction function, List<Variable> in) {
    long[] axes = ((DynamicCustomOp) function).iArgs();
    int rank = in.get(0).shape().length;
    return axes.length == 0 || Math.floorMod(axes[0], rank) == rank - 1;
  }

  private @Nullable List<Variable> softmax(List<Variable> in) {
    Node weights = softmax(in.get(0));
    return weights == null ? null : List.of(Operands.result(weights, in.get(0)));
  }

  private @Nullable Node softmax(Variable x) {
    Node input =
        Operands.isSingle(x) && Operands.isMatrix(x.shape()) ? operands.of(x, x.shape()) : null;
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
    Node change = Operands.isSingle(in.get(1)) ? operands.of(in.get(1), in.get(0).shape()) : null;
    Node weights = change == null ? null : softmax(in.get(0));
    if (change == null || weights == null || !change.matrix().equals(weights.matrix())) {
      return null;
    }
    Node sum = nodes.unary(Kind.ROW_SUM, 0, nodes.binary(Kind.MULTIPLY, weights, change));
    Node node = nodes.binary(Kind.MULTIPLY, weights, nodes.binary(Kind.SUBTRACT, change, sum));
    return List.of(Operands.result(node, in.get(0)));
  }

  private static double scalar(DifferentialFunction function) {
    return ((ScalarOp) function).scalar().getDouble(0);
  }
}
