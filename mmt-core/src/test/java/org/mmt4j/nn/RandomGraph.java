package org.mmt4j.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Gradients;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph of random operations over a tensor, a row and a column, with the gradients of these and
 * of its parameters. The graph is the same for the same seed, in any precision.
 */
final class RandomGraph implements AutoCloseable {

  private static final List<String> INPUTS = List.of("x", "row", "column");

  private final SplittableRandom random;
  private final long[] shape;
  private final Parameters parameters;
  private final BufferPool pool = new BufferPool();
  private final LayerContext context;
  private final List<SDVariable> values = new ArrayList<>();
  private final SDVariable row;
  private final SDVariable column;
  private final List<String> names = new ArrayList<>();
  private final CompiledGraph compiled;

  RandomGraph(DataType dataType, long seed, int operations, long... shape) {
    this.random = new SplittableRandom(seed);
    this.shape = shape;
    parameters = new Parameters(dataType, seed);
    SameDiff graph = SameDiff.create();
    context = LayerContext.training(graph, parameters);
    long[] columns = shape.clone();
    columns[shape.length - 1] = 1;
    values.add(graph.placeHolder("x", dataType, shape));
    row = graph.placeHolder("row", dataType, last());
    column = graph.placeHolder("column", dataType, columns);
    for (int i = 0; i < operations; i++) {
      values.add(next(i));
    }
    compiled = compile(graph);
  }

  private CompiledGraph compile(SameDiff graph) {
    SDVariable result = values.get(values.size() - 1);
    SDVariable loss = result.mul(result).mul(row).sum();
    List<String> inputs = new ArrayList<>(INPUTS);
    inputs.addAll(parameters.names());
    SameDiff gradients = Gradients.of(graph, loss, inputs);
    names.add(result.name());
    for (String input : inputs) {
      if (Gradients.exists(gradients, input)) {
        names.add(Gradients.name(gradients, input));
      }
    }
    CompiledGraph steps = CompiledGraph.compile(gradients, names, parameters, pool);
    for (String input : INPUTS) {
      Initializer.normal(1).fill(steps.input(input), new SplittableRandom(input.hashCode()));
    }
    return steps;
  }

  /**
   * Adds an operation on one or two earlier values. No operation amplifies rounding errors much.
   */
  private SDVariable next(int number) {
    SDVariable x = any();
    SDVariable y = any();
    LayerContext scope = context.scope("operation" + number);
    return switch (random.nextInt(20)) {
      case 0 -> x.add(y).mul(0.7);
      case 1 -> x.sub(y).mul(0.7);
      case 2 -> x.mul(context.graph().math().erf(y));
      case 3 -> x.add(row).div(1.5);
      case 4 -> x.mul(row);
      case 5 -> x.sub(row);
      case 6 -> x.add(column);
      case 7 -> x.mul(column);
      case 8 -> x.sub(column).neg();
      case 9 -> Activations.gelu(x);
      case 10, 11 -> context.graph().nn().softmax(x).mul(last());
      case 12 -> new LayerNorm(last(), 0.1).apply(scope, x);
      case 13 -> x.sub(x.mean(true, shape.length - 1));
      case 14 -> context.graph().math().exp(x.mul(x).neg());
      case 15 -> new Dropout(0.3).apply(scope, x, shape);
      case 16 -> product(x, y);
      case 17 -> x.reshape(flat()).reshape(shape);
      case 18 -> x.mul(y.mul(y).mean(true, shape.length - 1).add(0.1));
      default -> context.graph().math().pow(x.mul(x).add(1), 0.3);
    };
  }

  /** Avoids matrices of one element, for which ND4J's matmul_bp fails. */
  private SDVariable product(SDVariable x, SDVariable y) {
    SameDiff graph = context.graph();
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b) == 1
        ? x.mul(y)
        : graph.mmul(x, graph.mmul(y, x, true, false, false).mul(0.01));
  }

  private SDVariable any() {
    return values.get(random.nextInt(values.size()));
  }

  private int last() {
    return (int) shape[shape.length - 1];
  }

  private long[] flat() {
    return new long[] {Arrays.stream(shape).reduce(1, (a, b) -> a * b)};
  }

  /** Returns the result and all gradients. */
  List<INDArray> run(long seed) {
    compiled.run(seed);
    return names.stream().map(name -> compiled.output(name).dup()).toList();
  }

  @Override
  public void close() {
    compiled.close();
    pool.close();
    parameters.close();
  }
}
