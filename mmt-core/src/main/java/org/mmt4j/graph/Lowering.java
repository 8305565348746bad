package org.mmt4j.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.CompiledGraph.Step;
import org.mmt4j.graph.GraphCompiler.Storage;
import org.mmt4j.graph.GraphCompiler.Value;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Turns one operation of a graph into steps over arrays. Most become the native operation itself.
 * The gradients of broadcast additions and products, which the native code sums over rows at a
 * hundredth of memory speed, become elementwise products and products with a vector of ones.
 */
final class Lowering {

  /** Results that depend on shapes only. */
  private static final ImmutableSet<String> SHAPE_ONLY =
      ImmutableSet.of(
          "shape_of",
          "size",
          "size_at",
          "rank",
          "zeros_as",
          "ones_as",
          "zeroslike",
          "oneslike",
          "zeros_like",
          "ones_like");

  private static final ImmutableSet<String> RANDOM =
      ImmutableSet.of("randomuniform", "random_bernoulli", "random_normal", "random_exponential");

  private final SameDiff graph;
  private final SameDiffOp op;
  private final List<Value> in;
  private final boolean[] read;
  private final @Nullable BufferPool pool;
  private final List<Step> steps = new ArrayList<>();
  private final List<INDArray> scratch = new ArrayList<>();

  /**
   * @param read which outputs anything reads
   * @param pool where arrays come from; absent for results that never change, which stay
   */
  Lowering(
      SameDiff graph, SameDiffOp op, List<Value> in, boolean[] read, @Nullable BufferPool pool) {
    this.graph = graph;
    this.op = op;
    this.in = in;
    this.read = read;
    this.pool = pool;
  }

  /** Whether the results of an operation are the same in every run. */
  static boolean isFixed(DifferentialFunction function, boolean inputsFixed) {
    return SHAPE_ONLY.contains(function.opName())
        || (inputsFixed && !RANDOM.contains(function.opName()));
  }

  List<Step> steps() {
    return steps;
  }

  /** Arrays that only the steps use: free after them. */
  List<INDArray> scratch() {
    return scratch;
  }

  /** Adds the steps and gives the value of each output. */
  Value[] lower() {
    DifferentialFunction function = op.getOp();
    if (function instanceof Identity) {
      return new Value[] {in.get(0)};
    }
    if (pool != null) {
      switch (function.opName()) {
        case "add_bp" -> {
          return sumGradient(1);
        }
        case "subtract_bp" -> {
          return sumGradient(-1);
        }
        case "multiply_bp" -> {
          return productGradient();
        }
        default -> {}
      }
    }
    return nativeOp(function);
  }

  // z = x + y or x - y: dx = dz, dy = +-(dz summed over the axes along which y was repeated)
  private Value[] sumGradient(int sign) {
    INDArray x = array(0);
    INDArray y = array(1);
    INDArray dz = array(2);
    if (!Arrays.equals(x.shape(), dz.shape()) || (read[1] && !canReduce(dz, y))) {
      return nativeOp(op.getOp());
    }
    return new Value[] {in.get(2), read[1] ? reduced(in.get(2), y, sign) : unread()};
  }

  // z = x * y: dx = dz * y, dy = (dz * x) summed over the axes along which y was repeated
  private Value[] productGradient() {
    INDArray x = array(0);
    INDArray y = array(1);
    INDArray dz = array(2);
    if (!Arrays.equals(x.shape(), dz.shape()) || (read[1] && !canReduce(dz, y))) {
      return nativeOp(op.getOp());
    }
    Value dx = read[0] ? fresh(dz) : unread();
    if (read[0]) {
      add("multiply", new INDArray[] {dz, y}, dx.array());
    }
    if (!read[1]) {
      return new Value[] {dx, unread()};
    }
    Value product = fresh(dz);
    add("multiply", new INDArray[] {dz, x}, product.array());
    if (Arrays.equals(y.shape(), dz.shape())) {
      return new Value[] {dx, product};
    }
    scratch.add(product.array());
    return new Value[] {dx, reduced(product, y, 1)};
  }

  /** Whether y, repeated to the shape of dz, is dz's shape itself, a row or a column. */
  private static boolean canReduce(INDArray dz, INDArray y) {
    return Arrays.equals(dz.shape(), y.shape()) || isRow(dz, y) || isColumn(dz, y);
  }

  private static boolean isRow(INDArray dz, INDArray y) {
    return dz.rank() >= 2
        && y.rank() >= 1
        && y.size(y.rank() - 1) == dz.size(dz.rank() - 1)
        && y.length() == y.size(y.rank() - 1);
  }

  private static boolean isColumn(INDArray dz, INDArray y) {
    return dz.rank() == 2 && y.rank() == 2 && y.size(0) == dz.size(0) && y.size(1) == 1;
  }

  private Value reduced(Value dz, INDArray y, int sign) {
    INDArray array = dz.array();
    if (Arrays.equals(array.shape(), y.shape())) {
      return sign > 0 ? dz : negated(dz, y);
    }
    Value dy = fresh(y);
    long columns = array.size(array.rank() - 1);
    long rows = array.length() / columns;
    INDArray matrix = array.reshape(rows, columns);
    if (isRow(array, y)) {
      INDArray ones = Nd4j.valueArrayOf(new long[] {1, rows}, sign, array.dataType());
      add("matmul", new INDArray[] {ones, matrix}, dy.array().reshape(1, columns), 0, 0, 0);
    } else {
      INDArray ones = Nd4j.valueArrayOf(new long[] {columns, 1}, sign, array.dataType());
      add("matmul", new INDArray[] {matrix, ones}, dy.array(), 0, 0, 0);
    }
    return dy;
  }

  private Value negated(Value dz, INDArray y) {
    Value dy = fresh(y);
    INDArray sign = Nd4j.scalar(y.dataType(), -1);
    add("multiply", new INDArray[] {dz.array(), sign}, dy.array());
    return dy;
  }

  private Value[] nativeOp(DifferentialFunction function) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    INDArray[] arrays = in.stream().map(Value::array).toArray(INDArray[]::new);
    if (function instanceof DynamicCustomOp custom) {
      context.setArgs(arrays, custom.iArgs(), custom.dArgs(), custom.tArgs(), custom.bArgs());
      Value[] out = outputs(custom.calculateOutputShape(context));
      for (int i = 0; i < out.length; i++) {
        context.setOutputArray(i, out[i].array());
      }
      steps.add(() -> Nd4j.exec(custom, context));
      return out;
    }
    if (function instanceof BaseOp legacy) {
      setInputs(context, legacy, arrays);
      Value[] out = outputs(legacy.calculateOutputShape(context));
      context.setOutputArray(0, out[0].array());
      steps.add(() -> Nd4j.exec((Op) legacy, context));
      return out;
    }
    throw new UnsupportedOperationException(
        "operation "
            + function.opName()
            + " ("
            + op.getName()
            + "): control flow, which a compiled"
            + " graph does not have");
  }

  private static void setInputs(OpContext context, BaseOp legacy, INDArray[] arrays) {
    boolean lastIsArgument = arrays.length == 2;
    if (lastIsArgument
        && legacy instanceof ReduceOp reduce
        && reduce.getOpType() != Op.Type.REDUCE3) {
      legacy.setDimensions(
          org.nd4j.linalg.api.shape.Shape.normalizeAxis(arrays[0].rank(), arrays[1].toIntVector()));
      context.setInputArray(0, arrays[0]);
      return;
    }
    if (lastIsArgument && legacy instanceof ScalarOp scalar) {
      scalar.setScalar(arrays[1]);
    }
    for (int i = 0; i < arrays.length; i++) {
      context.setInputArray(i, arrays[i]);
    }
  }

  private Value[] outputs(List<LongShapeDescriptor> shapes) {
    Value[] out = new Value[shapes.size()];
    for (int i = 0; i < out.length; i++) {
      DataType declared = graph.getVariable(op.getOutputsOfOp().get(i)).dataType();
      out[i] = fresh(declared, shapes.get(i).getShape(), shapes.get(i).isEmpty());
    }
    return out;
  }

  private void add(String name, INDArray[] inputs, INDArray output, long... arguments) {
    DynamicCustomOp native_ =
        DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(output).build();
    native_.addIArgument(arguments);
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(inputs);
    context.setOutputArrays(output);
    context.setIArguments(arguments);
    steps.add(() -> Nd4j.exec(native_, context));
  }

  private INDArray array(int input) {
    return in.get(input).array();
  }

  private Value fresh(INDArray like) {
    return fresh(like.dataType(), like.shape(), false);
  }

  private Value fresh(DataType dataType, long[] shape, boolean empty) {
    if (empty) {
      return new Value(Nd4j.empty(dataType), ImmutableList.of(), true);
    }
    if (pool == null) {
      return new Value(Nd4j.createUninitialized(dataType, shape), ImmutableList.of(), true);
    }
    INDArray array = pool.take(dataType, shape);
    return new Value(array, ImmutableList.of(new Storage(array)), false);
  }

  private Value unread() {
    return new Value(Nd4j.empty(DataType.FLOAT), ImmutableList.of(), true);
  }
}
