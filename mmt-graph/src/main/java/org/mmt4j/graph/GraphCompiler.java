package org.mmt4j.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.SetMultimap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.device.Accelerator;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.device.StepRunner;
import org.mmt4j.graph.ir.Node;
import org.mmt4j.graph.ir.Operation;
import org.mmt4j.graph.ir.TileProgram;
import org.mmt4j.graph.ir.Uniform;
import org.mmt4j.graph.ir.Value;
import org.mmt4j.graph.ir.Variable;
import org.mmt4j.graph.kernel.Blas;
import org.mmt4j.graph.kernel.CpuDevice;
import org.mmt4j.graph.kernel.Kernels;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.graph.memory.OwnedMemory;
import org.mmt4j.graph.rewrite.AttentionPattern;
import org.mmt4j.graph.rewrite.Expressions;
import org.mmt4j.graph.rewrite.Lowering;
import org.mmt4j.graph.rewrite.Nodes;
import org.mmt4j.graph.rewrite.OpRecorder;
import org.mmt4j.graph.rewrite.RandomOperations;
import org.mmt4j.graph.rewrite.RoundedFactors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Visits the operations of a graph once, in execution order: infers the shapes of each operation's
 * outputs, takes arrays for them from the pool and records the steps. Operations whose results are
 * the same in every run are executed here, once. An array returns to the pool after the last
 * operation that reads it.
 */
final class GraphCompiler {

  private final SameDiff graph;
  private final ImmutableSet<String> requested;
  private final Parameters parameters;
  private final BufferPool pool;
  private final Optional<Accelerator> accelerator;
  private final StepRunner host;
  private final StepRunner runner;
  private final OwnedMemory memory = new OwnedMemory();
  private final boolean fused = Kernels.fused();
  private final SetMultimap<String, SameDiffOp> readers =
      MultimapBuilder.hashKeys().linkedHashSetValues().build();
  private final Map<String, Integer> reads = new HashMap<>(); // of values, not only of shapes
  private final Map<String, Variable> variables = new HashMap<>();
  private final RoundedFactors factors;
  private final Nodes nodes;
  private final Expressions expressions;
  private final INDArray seed = memory.keep(Nd4j.zeros(DataType.INT64, 1));
  private final RandomOperations random;
  private final ImmutableMap.Builder<String, INDArray> inputs = ImmutableMap.builder();
  private final ImmutableList.Builder<Operation> operations = ImmutableList.builder();

  GraphCompiler(
      SameDiff graph,
      ImmutableSet<String> requested,
      Parameters parameters,
      BufferPool pool,
      Precision precision) {
    this.graph = graph;
    this.requested = requested;
    this.parameters = parameters;
    this.pool = pool;
    this.accelerator = parameters.device().accelerator();
    this.host =
        new CpuDevice(pool.tiles(), accelerator.isPresent() ? Precision.FLOAT32 : precision);
    this.runner = accelerator.map(found -> found.runner(host, precision)).orElse(host);
    this.factors = new RoundedFactors(runner.roundsFactors());
    this.nodes = new Nodes(pool, this::add);
    this.expressions = new Expressions(nodes, this::isOnlyCast);
    this.random = new RandomOperations(graph, neededOps(), seed);
  }

  CompiledGraph compile() {
    try {
      requireRequested();
      parameters.requireOpen();
      if (pool.isClosed()) {
        throw new ClosedException("buffer pool");
      }
      pool.releaseAll();
      return compileSteps();
    } catch (RuntimeException | Error e) {
      memory.close();
      throw e;
    }
  }

  private CompiledGraph compileSteps() {
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() != VariableType.ARRAY) {
        variables.put(variable.name(), Variable.of(leaf(variable)));
      }
    }
    ImmutableList<SameDiffOp> needed = neededOps();
    if (fused && Blas.isAvailable()) {
      needed = AttentionPattern.fuse(graph, needed, requested);
    }
    record(needed);
    ImmutableMap.Builder<String, INDArray> outputs = ImmutableMap.builder();
    requested.forEach(name -> outputs.put(name, output(name)));
    return new CompiledGraph(
        graph,
        inputs.buildOrThrow(),
        outputs.buildOrThrow(),
        PreparedOperation.of(operations.build(), runner, memory),
        seed,
        memory,
        parameters,
        pool);
  }

  private void record(ImmutableList<SameDiffOp> ops) {
    countReads(ops);
    ThreadRandom.restoring(() -> ops.forEach(this::record));
  }

  private INDArray output(String name) {
    Variable variable = variable(name);
    if (variable.node() != null) {
      nodes.compute(variable.node());
    }
    return variable.array().array();
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
      case PLACEHOLDER ->
          new Value(
              isParameter(variable) ? array(variable) : input(variable), ImmutableList.of(), false);
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
    if (isParameter(variable)) {
      return parameters.handle(variable.name());
    }
    // the memory of a constant is freed at any time, its twin with this graph
    return accelerator.isPresent() ? memory.keep(variable.getArr().dup()) : variable.getArr();
  }

  /**
   * Besides variables, constants can be parameters (running statistics, which steps change), and so
   * can placeholders (in graphs without arrays of their own).
   */
  private boolean isParameter(SDVariable variable) {
    return parameters.contains(variable.name());
  }

  /** Returns the operations that the outputs depend on, in the order in which they were built. */
  private ImmutableList<SameDiffOp> neededOps() {
    Set<String> names = new HashSet<>(requested);
    Deque<SameDiffOp> needed = new ArrayDeque<>();
    ImmutableList<SameDiffOp> built = ImmutableList.copyOf(graph.getOps().values());
    for (SameDiffOp op : built.reverse()) {
      if (op.getOutputsOfOp().stream().anyMatch(names::contains)) {
        names.addAll(inputsOf(op));
        needed.addFirst(op);
      }
    }
    return ImmutableList.copyOf(needed);
  }

  private void countReads(Iterable<SameDiffOp> needed) {
    requested.forEach(name -> reads.merge(name, 1, Integer::sum));
    needed.forEach(op -> inputsOf(op).forEach(name -> readers.put(name, op)));
    for (SameDiffOp op : needed) {
      List<String> names = inputsOf(op);
      for (int i = 0; i < names.size(); i++) {
        if (readsValues(op, i)) {
          reads.merge(names.get(i), 1, Integer::sum);
        }
      }
    }
  }

  private boolean readsValues(SameDiffOp op, int input) {
    return Lowering.readsValues(op.getOp(), input, areRead(op));
  }

  private boolean[] areRead(SameDiffOp op) {
    List<String> names = op.getOutputsOfOp();
    boolean[] read = new boolean[names.size()];
    for (int i = 0; i < read.length; i++) {
      read[i] = readers.containsKey(names.get(i)) || requested.contains(names.get(i));
    }
    return read;
  }

  private void record(SameDiffOp op) {
    List<Variable> in = inputsOf(op).stream().map(this::variable).toList();
    boolean fixed = Lowering.isFixed(op.getOp(), in.stream().allMatch(Variable::isFixed));
    List<Variable> expressed = fused ? expressed(op, in, fixed) : null;
    publish(op.getOutputsOfOp(), expressed != null ? expressed : recorded(op, in, fixed));
    for (int i = 0; i < in.size(); i++) {
      if (readsValues(op, i)) {
        markRead(in.get(i));
      }
    }
  }

  private @Nullable List<Variable> expressed(SameDiffOp op, List<Variable> in, boolean fixed) {
    Uniform numbers = random.of(op.getOp());
    if (numbers != null) {
      return expressions.random(numbers, RandomOperations.shape(op.getOp()));
    }
    if (fixed) {
      return Lowering.isOnes(op.getOp()) ? expressions.ones(in.get(0)) : null;
    }
    if (!Lowering.isReduction(op.getOp())) {
      return expressions.of(op.getOp(), in, op.getOutputsOfOp(), areRead(op));
    }
    Variable x = in.get(0);
    boolean rows =
        withArrays(op, in, true, recorder -> expressions.isRowSum(x, recorder.outputShape(0)));
    return rows ? expressions.rowSum(x, Lowering.isMean(op.getOp())) : null;
  }

  /** Records the steps of an operation over arrays. */
  private List<Variable> recorded(SameDiffOp op, List<Variable> in, boolean fixed) {
    for (int i = 0; i < in.size(); i++) {
      Node node = in.get(i).node();
      if (node != null && readsValues(op, i)) {
        nodes.compute(node);
      }
    }
    if (!fixed && !Lowering.isView(op.getOp())) {
      nodes.computeSums();
    }
    return withArrays(op, in, fixed, recorder -> run(op, recorder));
  }

  private List<Variable> run(SameDiffOp op, OpRecorder recorder) {
    Value[] out = Lowering.lower(recorder, random);
    if (recorder.isFixed()) {
      recorder.steps().forEach(step -> host.prepare(step, memory).run());
    } else {
      operations.add(operation(recorder, op.getOutputsOfOp(), out, areRead(op)));
    }
    recorder.scratch().forEach(pool::release);
    return Arrays.stream(out).map(Variable::of).toList();
  }

  /**
   * Calls an action with arrays of the inputs. For an input without an array it passes a temporary
   * one, of which only the shape may be used.
   */
  private <T> T withArrays(
      SameDiffOp op, List<Variable> in, boolean fixed, Function<OpRecorder, T> action) {
    List<INDArray> standIns = new ArrayList<>();
    ImmutableList.Builder<Value> arrays = ImmutableList.builder();
    for (Variable variable : in) {
      if (variable.isArray()) {
        arrays.add(variable.array());
      } else {
        INDArray standIn = pool.acquire(variable.dataType(), variable.shape());
        standIns.add(standIn);
        arrays.add(new Value(standIn, ImmutableList.of(), false));
      }
    }
    T result =
        action.apply(
            new OpRecorder(
                graph, op, arrays.build(), areRead(op), memory, factors, fixed ? null : pool));
    standIns.forEach(pool::release);
    return result;
  }

  private static Operation operation(
      OpRecorder recorder, List<String> names, Value[] out, boolean[] read) {
    ImmutableMap.Builder<String, INDArray> outputs = ImmutableMap.builder();
    for (int i = 0; i < out.length; i++) {
      if (read[i]) {
        outputs.put(names.get(i), out[i].array());
      }
    }
    return new Operation(ImmutableList.copyOf(recorder.steps()), outputs.buildOrThrow());
  }

  private void add(TileProgram program, ImmutableMap<String, INDArray> computed) {
    operations.add(new Operation(ImmutableList.of(program), computed));
  }

  private void publish(List<String> names, List<Variable> out) {
    for (int i = 0; i < out.size(); i++) {
      String name = names.get(i);
      Variable variable = out.get(i);
      int count = reads.getOrDefault(name, 0);
      variables.put(name, variable);
      if (variable.value() != null) {
        variable.value().storage().forEach(storage -> storage.addReads(count));
        variable.value().storage().forEach(storage -> storage.returnTo(pool));
      } else if (variable.node() != null) {
        nodes.publish(name, variable, variable.node(), count);
      }
    }
  }

  private void markRead(Variable variable) {
    if (variable.value() != null) {
      variable.value().storage().forEach(storage -> storage.addReads(-1));
      variable.value().storage().forEach(storage -> storage.returnTo(pool));
    } else if (variable.node() != null) {
      nodes.release(variable.node());
    }
  }

  private Variable variable(String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      throw new IllegalStateException(
          "variable " + name + ": read before the operation that computes it");
    }
    return variable;
  }

  /** Whether every reader of a variable casts it to float32. */
  private boolean isOnlyCast(String name) {
    return !requested.contains(name)
        && readers.get(name).stream()
            .allMatch(
                op ->
                    op.getOp().opName().equals("cast")
                        && graph.getVariable(op.getOutputsOfOp().get(0)).dataType()
                            == DataType.FLOAT);
  }

  private static List<String> inputsOf(SameDiffOp op) {
    return op.getInputsToOp() == null ? List.of() : op.getInputsToOp();
  }
}
