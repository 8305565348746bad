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
import org.mmt4j.graph.ir.Operation;
import org.mmt4j.graph.ir.Step;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.graph.memory.OwnedMemory;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A SameDiff graph of fixed shapes as a flat list of steps over arrays that stay: {@link #compile}
 * infers all shapes and records the steps, {@link #run} replays them without shape inference and
 * without allocation.
 *
 * <p>Inputs are arrays that the caller fills; outputs are arrays that hold until the next run or
 * compilation of any graph over the same pool. Not thread-safe: one run at a time for all graphs of
 * one pool.
 */
public final class CompiledGraph implements AutoCloseable {

  private final SameDiff graph; // owns constants, of which steps know only the memory
  private final ImmutableMap<String, INDArray> inputs;
  private final ImmutableMap<String, INDArray> outputs;
  private final ImmutableList<Operation> operations;
  private final ImmutableList<Step> steps;
  private final OwnedMemory memory;
  private final Parameters parameters;
  private final BufferPool pool;
  private boolean closed;

  CompiledGraph(
      SameDiff graph,
      ImmutableMap<String, INDArray> inputs,
      ImmutableMap<String, INDArray> outputs,
      ImmutableList<Operation> operations,
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
    this.memory = memory;
    this.parameters = parameters;
    this.pool = pool;
  }

  /**
   * Compiles what {@code outputs} depend on. Every placeholder of the graph has its full shape. The
   * thread's generator of random numbers stays as it is.
   *
   * @param parameters hold the arrays of the graph's variables of the same name
   * @throws IllegalArgumentException if an output is not a variable of the graph, or a placeholder
   *     has an unknown size
   * @throws UnsupportedOperationException if the graph has control flow
   */
  public static CompiledGraph compile(
      SameDiff graph, Collection<String> outputs, Parameters parameters, BufferPool pool) {
    return new GraphCompiler(graph, ImmutableSet.copyOf(outputs), parameters, pool).compile();
  }

  /** Names of the placeholders. */
  public ImmutableSet<String> inputs() {
    return inputs.keySet();
  }

  /**
   * The array that feeds a placeholder; {@link #fill} or change it before {@link #run}.
   *
   * @throws IllegalArgumentException if there is no placeholder of that name
   * @throws IllegalStateException as {@link #run}
   */
  public INDArray input(String placeholder) {
    requireOpen();
    return find("input", placeholder, inputs);
  }

  /**
   * Fills an input with numbers, row by row, in its data type.
   *
   * @throws IllegalArgumentException if there is no placeholder of that name, it has another
   *     length, or it takes whole numbers
   * @throws IllegalStateException as {@link #run}
   */
  public void fill(String placeholder, float[] values) {
    INDArray input = inputOf(placeholder, values.length);
    if (!input.dataType().isFPType()) {
      throw new IllegalArgumentException(
          "input %s: found floating-point numbers, expected %s"
              .formatted(placeholder, input.dataType()));
    }
    DataBuffer buffer = input.data();
    for (int i = 0; i < values.length; i++) {
      buffer.put(i, values[i]);
    }
  }

  /**
   * Fills an input with whole numbers, row by row, in its data type.
   *
   * @throws IllegalArgumentException if there is no placeholder of that name, or it has another
   *     length
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
   * The array of an output, valid until the next run over the same pool.
   *
   * @throws IllegalArgumentException if there is no output of that name
   * @throws IllegalStateException as {@link #run}
   */
  public INDArray output(String name) {
    requireOpen();
    return find("output", name, outputs);
  }

  /**
   * Computes the outputs from what the inputs hold now. The thread's generator of random numbers
   * stays as it is.
   *
   * @param seed of the random operations (dropout)
   * @throws IllegalStateException if this graph, its parameters or its pool are closed
   */
  public void run(long seed) {
    requireOpen();
    seeded(seed, () -> steps.forEach(Step::run));
  }

  private void seeded(long seed, Runnable work) {
    try {
      ThreadRandom.seeded(seed, work);
    } finally {
      Reference.reachabilityFence(graph);
    }
  }

  /**
   * Runs once more and says where numbers first stop being finite: an input, a parameter that
   * learns, or the result of an operation. Slow: for the message of a failure.
   *
   * @return its name, empty if all is finite
   * @throws IllegalStateException as {@link #run}
   */
  public Optional<String> firstNotFinite(long seed) {
    requireOpen();
    Optional<String> given = notFinite("input ", inputs).or(this::trainedNotFinite);
    if (given.isPresent()) {
      return given;
    }
    List<String> found = new ArrayList<>();
    seeded(
        seed,
        () -> {
          for (Operation operation : operations) {
            operation.steps().forEach(Step::run);
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
            parameters::get));
  }

  private static Optional<String> notFinite(String kind, Map<String, INDArray> arrays) {
    return arrays.entrySet().stream()
        .filter(array -> !Finite.all(array.getValue()))
        .map(array -> kind + array.getKey())
        .findFirst();
  }

  /**
   * Frees the inputs, what does not change between runs and the contexts of the operations; closing
   * twice is harmless. Working memory belongs to the pool, constants to the graph that was
   * compiled.
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
