package org.mmt4j.graph.rewrite;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.ir.NativeOp;
import org.mmt4j.graph.ir.Step;
import org.mmt4j.graph.ir.Storage;
import org.mmt4j.graph.ir.Value;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.graph.memory.OwnedMemory;
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
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/** Collects the steps of one operation of a graph and the arrays that they use. */
public final class OpRecorder {

  private final SameDiff graph;
  private final SameDiffOp op;
  private final ImmutableList<Value> inputs;
  private final boolean[] read;
  private final OwnedMemory memory;
  private final RoundedFactors factors;
  private final @Nullable BufferPool pool;
  private final List<Step> steps = new ArrayList<>();
  private final List<INDArray> scratch = new ArrayList<>();

  /**
   * Creates a recorder of one operation.
   *
   * @param read which outputs are read
   * @param memory owns the contexts and constant arrays of the steps
   * @param factors the rounded factors of the graph
   * @param pool provides the arrays; null if the results are fixed, which then live as long as the
   *     graph
   */
  public OpRecorder(
      SameDiff graph,
      SameDiffOp op,
      ImmutableList<Value> inputs,
      boolean[] read,
      OwnedMemory memory,
      RoundedFactors factors,
      @Nullable BufferPool pool) {
    this.graph = graph;
    this.op = op;
    this.inputs = inputs;
    this.read = read;
    this.memory = memory;
    this.factors = factors;
    this.pool = pool;
  }

  DifferentialFunction function() {
    return op.getOp();
  }

  public boolean isFixed() {
    return pool == null;
  }

  ImmutableList<Value> inputs() {
    return inputs;
  }

  INDArray input(int index) {
    return inputs.get(index).array();
  }

  boolean isRead(int output) {
    return read[output];
  }

  public List<Step> steps() {
    return steps;
  }

  /** Returns the arrays that only these steps use; they return to the pool after them. */
  public List<INDArray> scratch() {
    return scratch;
  }

  void add(Step step) {
    steps.add(step);
  }

  /** Adds a native operation over the given arrays. */
  void add(String name, INDArray output, INDArray[] arrays, long... arguments) {
    DynamicCustomOp added =
        DynamicCustomOp.builder(name).addInputs(arrays).addOutputs(output).build();
    added.addIArgument(arguments);
    OpContext context = memory.keep(Nd4j.getExecutioner().buildContext());
    context.setInputArrays(arrays);
    context.setOutputArrays(output);
    context.setIArguments(arguments);
    add(new NativeOp(added, context));
  }

  /** Returns a new array for an output. */
  Value output(DataType dataType, long... shape) {
    if (pool == null) {
      INDArray fixed = keep(Nd4j.createUninitialized(dataType, shape));
      return new Value(fixed, ImmutableList.of(), true);
    }
    INDArray array = pool.acquire(dataType, shape);
    return new Value(array, ImmutableList.of(new Storage(array)), false);
  }

  /** Returns whether a product with this result is to read {@link #rounded} factors. */
  boolean roundsFactors(INDArray product) {
    return factors.areUsed(product);
  }

  /** Returns the copy of a factor in bfloat16. Adds the step that rounds it if there is none. */
  INDArray rounded(Value factor) {
    return factors.of(factor, this);
  }

  /** Keeps an array open for as long as the compiled graph, and returns it. */
  INDArray keep(INDArray array) {
    return memory.keep(array);
  }

  /**
   * Returns a temporary array that returns to the pool once the operation is recorded. Requires a
   * pool.
   */
  public INDArray scratch(DataType dataType, long... shape) {
    INDArray array = output(dataType, shape).array();
    scratch.add(array);
    return array;
  }

  /** Returns the value of an output that nothing reads. */
  Value unread() {
    return new Value(Nd4j.empty(DataType.FLOAT), ImmutableList.of(), true);
  }

  /**
   * Adds the native operation of the graph.
   *
   * @throws UnsupportedOperationException if the operation is control flow
   */
  Value[] nativeOp() {
    OpContext context = memory.keep(Nd4j.getExecutioner().buildContext());
    INDArray[] arrays = inputs.stream().map(Value::array).toArray(INDArray[]::new);
    List<LongShapeDescriptor> shapes = shapes(context, arrays);
    Value[] out = new Value[shapes.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = output(i, shapes.get(i));
      context.setOutputArray(i, out[i].array());
    }
    add(new NativeOp(function(), context));
    return out;
  }

  /** Infers the shape of an output. */
  public long[] outputShape(int index) {
    INDArray[] arrays = inputs.stream().map(Value::array).toArray(INDArray[]::new);
    try (OwnedMemory temporary = new OwnedMemory()) {
      OpContext context = temporary.keep(Nd4j.getExecutioner().buildContext());
      return shapes(context, arrays).get(index).getShape();
    }
  }

  /** Sets the inputs of a context and infers the shapes of the outputs. */
  private List<LongShapeDescriptor> shapes(OpContext context, INDArray[] arrays) {
    if (function() instanceof DynamicCustomOp custom) {
      context.setArgs(arrays, custom.iArgs(), custom.dArgs(), custom.tArgs(), custom.bArgs());
      return custom.calculateOutputShape(context);
    }
    if (function() instanceof BaseOp legacy) {
      setInputs(context, legacy, arrays);
      return legacy.calculateOutputShape(context);
    }
    throw new UnsupportedOperationException(
        "operation "
            + function().opName()
            + " ("
            + op.getName()
            + "): expected no control flow, compiled graphs do not support it");
  }

  /**
   * In legacy operations the second input can be an argument: the axes of a reduction, or a scalar.
   */
  private static void setInputs(OpContext context, BaseOp legacy, INDArray[] arrays) {
    if (arrays.length == 2
        && legacy instanceof ReduceOp reduce
        && reduce.getOpType() != Op.Type.REDUCE3) {
      legacy.setDimensions(Shape.normalizeAxis(arrays[0].rank(), arrays[1].toIntVector()));
      context.setInputArray(0, arrays[0]);
      return;
    }
    if (arrays.length == 2 && legacy instanceof ScalarOp scalar) {
      scalar.setScalar(arrays[1]);
    }
    for (int i = 0; i < arrays.length; i++) {
      context.setInputArray(i, arrays[i]);
    }
  }

  private Value output(int index, LongShapeDescriptor shape) {
    DataType dataType = graph.getVariable(op.getOutputsOfOp().get(index)).dataType();
    return shape.isEmpty()
        ? new Value(Nd4j.empty(dataType), ImmutableList.of(), true)
        : output(dataType, shape.getShape());
  }
}
