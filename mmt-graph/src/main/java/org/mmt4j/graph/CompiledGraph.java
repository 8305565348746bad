package org.mmt4j.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.Maps;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.graph.memory.OwnedMemory;
import org.mmt4j.graph.memory.Twins;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A SameDiff graph of fixed shapes, compiled to a flat list of steps over preallocated arrays.
 * {@link #compile} infers all shapes and records the steps; {@link #run} replays them without shape
 * inference and without allocation.
 *
 * <p>The caller fills the input arrays. Output arrays are valid until the next run or compilation
 * of any graph over the same pool. Not thread-safe: graphs of one pool must not run at the same
 * time.
 */
public final class CompiledGraph implements AutoCloseable {

  private final SameDiff graph; // keeps constants alive: steps hold only their memory
  private final ImmutableMap<String, INDArray> inputs;
  private final ImmutableMap<String, INDArray> outputs;
  private final ImmutableList<PreparedOperation> operations;
  private final ImmutableList<Runnable> steps;
  private final INDArray seed; // of the run, which steps read
  private final OwnedMemory memory;
  private final Parameters parameters;
  private final BufferPool pool;
  private boolean closed;

  CompiledGraph(
      SameDiff graph,
      ImmutableMap<String, INDArray> inputs,
      ImmutableMap<String, INDArray> outputs,
      ImmutableList<PreparedOperation> operations,
      INDArray seed,
      OwnedMemory memory,
      Parameters parameters,
      BufferPool pool) {
    this.graph = graph;
    this.inputs = inputs;
    this.outputs = outputs;
    this.operations = operations;
    this.steps =
        operations.stream()
            .flatMap(operation -> operation.steps().stream())
            .collect(ImmutableList.toImmutableList());
    this.seed = seed;
    this.memory = memory;
    this.parameters = parameters;
    this.pool = pool;
  }

  /**
   * Compiles the operations that {@code outputs} depend on. Every placeholder of the graph must
   * have a complete shape. Does not change the state of the thread's random generator.
   *
   * @param parameters the arrays of the graph's variables and placeholders of the same name
   * @param precision of matrix products; float32 where the processor has no faster one
   * @throws IllegalArgumentException if an output is not a variable of the graph, or the shape of a
   *     placeholder is not fully known
   * @throws UnsupportedOperationException if the graph has control flow
   */
  public static CompiledGraph compile(
      SameDiff graph,
      Collection<String> outputs,
      Parameters parameters,
      BufferPool pool,
      Precision precision) {
    return Workspaces.outside(
        () ->
            new GraphCompiler(graph, ImmutableSet.copyOf(outputs), parameters, pool, precision)
                .compile());
  }

  /** As {@link #compile(SameDiff, Collection, Parameters, BufferPool, Precision)}, in float32. */
  public static CompiledGraph compile(
      SameDiff graph, Collection<String> outputs, Parameters parameters, BufferPool pool) {
    return compile(graph, outputs, parameters, pool, Precision.FLOAT32);
  }

  /** Returns the names of the placeholders that the caller fills. */
  public Set<String> inputs() {
    return inputs.keySet();
  }

  /**
   * Returns the array that feeds a placeholder. {@link #fill} or change it before {@link #run}.
   *
   * @throws IllegalArgumentException if no placeholder has this name
   * @throws IllegalStateException as {@link #run}
   */
  public INDArray input(String placeholder) {
    requireOpen();
    return find("input", placeholder, inputs);
  }

  /**
   * Fills an input in row-major order and converts the values to its data type.
   *
   * @throws IllegalArgumentException if no placeholder has this name, its length differs, or its
   *     data type is an integer type
   * @throws IllegalStateException as {@link #run}
   */
  public void fill(String placeholder, float[] values) {
    INDArray input = inputOf(placeholder, values.length);
    if (!input.dataType().isFPType()) {
      throw new IllegalArgumentException(
          "input %s: found floating-point values, expected %s"
              .formatted(placeholder, input.dataType()));
    }
    DataBuffer buffer = input.data();
    for (int i = 0; i < values.length; i++) {
      buffer.put(i, values[i]);
    }
  }

  /**
   * Fills an input with integers in row-major order and converts them to its data type.
   *
   * @throws IllegalArgumentException if no placeholder has this name, or its length differs
   * @throws IllegalStateException as {@link #run}
   */
  public void fill(String placeholder, int[] values) {
    DataBuffer buffer = inputOf(placeholder, values.length).data();
    for (int i = 0; i < values.length; i++) {
      buffer.put(i, values[i]);
    }
  }

  private INDArray inputOf(String placeholder, int length) {
    INDArray input = input(placeholder);
    if (input.length() != length) {
      throw new IllegalArgumentException(
          "input %s: found %d values, expected %d".formatted(placeholder, length, input.length()));
    }
    return input;
  }

  /**
   * Returns the array of an output. It is valid until the next run or compilation over the same
   * pool.
   *
   * @throws IllegalArgumentException if no output has this name
   * @throws IllegalStateException as {@link #run}
   */
  public INDArray output(String name) {
    return Twins.download(handle(name));
  }

  /**
   * Returns the array of an output for steps of the device that ran the graph: on another device
   * than the CPU, its values are not current. Errors as {@link #output}.
   */
  public INDArray handle(String name) {
    requireOpen();
    return find("output", name, outputs);
  }

  /**
   * Computes the outputs from the current values of the inputs. Does not change the state of the
   * thread's random generator.
   *
   * @param seed the seed of random operations (dropout)
   * @throws IllegalStateException if this graph, its parameters or its pool is closed
   */
  public void run(long seed) {
    requireOpen();
    seeded(seed, () -> steps.forEach(Runnable::run));
  }

  private void seeded(long value, Runnable work) {
    seed.data().put(0, value);
    Twins.changed(seed);
    inputs.values().forEach(Twins::changed);
    try {
      ThreadRandom.seeded(value, work);
    } finally {
      Reference.reachabilityFence(graph);
    }
  }

  /**
   * Runs the graph again and returns the first array that contains NaN or infinity: an input, a
   * trained parameter, or the result of an operation. Slow: use it to explain a failure.
   *
   * @return the kind and name of the array; empty if all values are finite
   * @throws IllegalStateException as {@link #run}
   */
  public Optional<String> firstNotFinite(long seed) {
    requireOpen();
    Optional<String> beforeRun = notFinite("input ", inputs).or(this::trainedNotFinite);
    if (beforeRun.isPresent()) {
      return beforeRun;
    }
    List<String> found = new ArrayList<>();
    seeded(
        seed,
        () -> {
          for (PreparedOperation operation : operations) {
            operation.steps().forEach(Runnable::run);
            notFinite("variable ", operation.outputs()).ifPresent(found::add);
          }
        });
    return found.stream().findFirst();
  }

  private Optional<String> trainedNotFinite() {
    return notFinite(
        "parameter ",
        Maps.toMap(
            Iterables.filter(
                parameters.names(), name -> parameters.role(name) == Parameters.Role.TRAINED),
            parameters::handle));
  }

  private static Optional<String> notFinite(String kind, Map<String, INDArray> arrays) {
    return arrays.entrySet().stream()
        .filter(array -> !Finite.isFinite(Twins.download(array.getValue())))
        .map(array -> kind + array.getKey())
        .findFirst();
  }

  /**
   * Frees the inputs, the values that are the same in every run, and the contexts of the
   * operations. Does nothing if already closed. The pool owns the working memory; the SameDiff
   * graph owns the constants.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      memory.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException("compiled graph");
    }
    parameters.requireOpen();
    if (pool.isClosed()) {
      throw new ClosedException("buffer pool");
    }
  }

  private static INDArray find(String kind, String name, ImmutableMap<String, INDArray> arrays) {
    INDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          kind + " of a graph: found " + name + ", expected one of " + arrays.keySet());
    }
    return array;
  }
}
