package org.mmt4j.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Walks a graph once in execution order, runs each operation into pooled arrays and keeps the
 * steps. An array returns to the pool after the last operation that reads it.
 */
final class GraphCompiler {

  /** Memory behind one or several variables, and how many reads of it are still to come. */
  static final class Storage {
    private final INDArray buffer;
    private int reads;

    Storage(INDArray buffer) {
      this.buffer = buffer;
    }
  }

  /**
   * The array of a variable.
   *
   * @param storage pooled memory behind it, empty for inputs, parameters and fixed values
   * @param fixed the same in every run, so that what reads only fixed values runs only once
   */
  record Value(INDArray array, ImmutableList<Storage> storage, boolean fixed) {}

  private final SameDiff graph;
  private final ImmutableSet<String> requested;
  private final Parameters parameters;
  private final BufferPool pool;
  private final OwnedMemory memory = new OwnedMemory();
  private final Map<String, Integer> reads = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private final ImmutableMap.Builder<String, INDArray> inputs = ImmutableMap.builder();
  private final ImmutableList.Builder<CompiledGraph.Operation> operations = ImmutableList.builder();

  GraphCompiler(
      SameDiff graph, ImmutableSet<String> requested, Parameters parameters, BufferPool pool) {
    this.graph = graph;
    this.requested = requested;
    this.parameters = parameters;
    this.pool = pool;
  }

  CompiledGraph compile() {
    requireRequested();
    parameters.requireOpen();
    pool.requireOpen();
    pool.recycle();
    try {
      return compileSteps();
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  private CompiledGraph compileSteps() {
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() != VariableType.ARRAY) {
        values.put(variable.name(), leaf(variable));
      }
    }
    Iterable<SameDiffOp> needed = neededOps();
    countReads(needed);
    ThreadRandom.restoring(() -> needed.forEach(this::record));
    ImmutableMap.Builder<String, INDArray> outputs = ImmutableMap.builder();
    requested.forEach(name -> outputs.put(name, value(name).array()));
    return new CompiledGraph(
        inputs.buildOrThrow(),
        outputs.buildOrThrow(),
        operations.build(),
        memory,
        parameters,
        pool);
  }

  private void requireRequested() {
    for (String name : requested) {
      if (!graph.hasVariable(name)) {
        throw new IllegalArgumentException(
            "output of a graph: found " + name + ", expected one of its variables");
      }
    }
  }

  private Value leaf(SDVariable variable) {
    return switch (variable.getVariableType()) {
      case PLACEHOLDER -> new Value(input(variable), ImmutableList.of(), false);
      case CONSTANT -> new Value(array(variable), ImmutableList.of(), !isParameter(variable));
      default -> new Value(array(variable), ImmutableList.of(), false);
    };
  }

  private INDArray input(SDVariable placeholder) {
    long[] shape = placeholder.placeholderShape();
    if (shape == null || Arrays.stream(shape).anyMatch(size -> size < 0)) {
      throw new IllegalArgumentException(
          "placeholder "
              + placeholder.name()
              + ": found shape "
              + Arrays.toString(shape)
              + ", expected all sizes known");
    }
    INDArray array = memory.keep(Nd4j.zeros(placeholder.dataType(), shape));
    inputs.put(placeholder.name(), array);
    return array;
  }

  private INDArray array(SDVariable variable) {
    return isParameter(variable) ? parameters.get(variable.name()) : variable.getArr();
  }

  /** Also constants of a graph can be parameters: running statistics, which steps change. */
  private boolean isParameter(SDVariable variable) {
    return parameters.contains(variable.name());
  }

  /** The operations that the outputs depend on, in the order in which the graph was built. */
  private Iterable<SameDiffOp> neededOps() {
    Set<String> names = new HashSet<>(requested);
    Deque<SameDiffOp> needed = new ArrayDeque<>();
    ImmutableList<SameDiffOp> built = ImmutableList.copyOf(graph.getOps().values());
    for (SameDiffOp op : built.reverse()) {
      if (op.getOutputsOfOp().stream().anyMatch(names::contains)) {
        names.addAll(inputsOf(op));
        needed.addFirst(op);
      }
    }
    return needed;
  }

  private void countReads(Iterable<SameDiffOp> needed) {
    needed.forEach(op -> inputsOf(op).forEach(name -> reads.merge(name, 1, Integer::sum)));
    requested.forEach(name -> reads.merge(name, 1, Integer::sum));
  }

  private void record(SameDiffOp op) {
    ImmutableList<Value> in =
        inputsOf(op).stream().map(this::value).collect(ImmutableList.toImmutableList());
    List<String> names = op.getOutputsOfOp();
    boolean fixed = Lowering.isFixed(op.getOp(), in.stream().allMatch(Value::fixed));
    boolean[] read = new boolean[names.size()];
    for (int i = 0; i < read.length; i++) {
      read[i] = reads.containsKey(names.get(i));
    }
    OpRecorder recorder = new OpRecorder(graph, op, in, read, memory, fixed ? null : pool);
    Value[] out = Lowering.lower(recorder);
    recorder.steps().forEach(CompiledGraph.Step::run);
    if (!fixed) {
      operations.add(operation(recorder, names, out, read));
    }
    publish(names, out);
    recorder.scratch().forEach(pool::give);
    in.forEach(this::markRead);
  }

  private static CompiledGraph.Operation operation(
      OpRecorder recorder, List<String> names, Value[] out, boolean[] read) {
    ImmutableMap.Builder<String, INDArray> outputs = ImmutableMap.builder();
    for (int i = 0; i < out.length; i++) {
      if (read[i]) {
        outputs.put(names.get(i), out[i].array());
      }
    }
    return new CompiledGraph.Operation(
        ImmutableList.copyOf(recorder.steps()), outputs.buildOrThrow());
  }

  private void publish(List<String> names, Value[] out) {
    for (int i = 0; i < out.length; i++) {
      int count = reads.getOrDefault(names.get(i), 0);
      values.put(names.get(i), out[i]);
      out[i].storage().forEach(storage -> storage.reads += count);
      if (count == 0) {
        release(out[i]);
      }
    }
  }

  private void markRead(Value value) {
    value.storage().forEach(storage -> storage.reads--);
    release(value);
  }

  private void release(Value value) {
    for (Storage storage : value.storage()) {
      if (storage.reads == 0) {
        pool.give(storage.buffer);
        storage.reads = Integer.MIN_VALUE; // given back once only
      }
    }
  }

  private Value value(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalStateException(
          "variable " + name + ": read before the operation that computes it");
    }
    return value;
  }

  private static List<String> inputsOf(SameDiffOp op) {
    return op.getInputsToOp() == null ? List.of() : op.getInputsToOp();
  }
}
