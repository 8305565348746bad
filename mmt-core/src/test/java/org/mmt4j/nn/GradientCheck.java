package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.mmt4j.fixtures.StandardOutput;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Gradients;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares the gradients of a layer in double precision, for its input and all its parameters,
 * computed by SameDiff's session, by replay of the compiled graph, and by central differences.
 */
public final class GradientCheck {

  /** Tolerance for the same operations with a different order of sums. */
  private static final double SAME = 1e-12;

  /**
   * Step h. Central differences have an error of h^2 f'''/6 and a rounding error of 1e-16 f / h.
   */
  private static final double STEP = 1e-5;

  private static final double DIFFERENCES = 1e-7;
  private static final String X = "x";

  /** The layer to check. */
  @FunctionalInterface
  public interface Layer {
    /** Adds the layer to a training graph. */
    SDVariable apply(LayerContext context, SDVariable x);
  }

  private GradientCheck() {}

  /** Checks a layer with one input of the given shape. */
  public static void check(Layer layer, long... shape) {
    check(layer, graph -> {}, shape);
  }

  /** Checks a layer with additional inputs, which {@code fill} fills. */
  static void check(Layer layer, Consumer<CompiledGraph> fill, long... shape) {
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 7);
        BufferPool pool = new BufferPool();
        BufferPool gradientPool = new BufferPool()) {
      SameDiff graph = SameDiff.create();
      LayerContext context = LayerContext.training(graph, parameters);
      SDVariable loss = weightedSum(layer.apply(context, context.input(X, shape)));
      randomize(parameters);
      try (CompiledGraph forward =
          CompiledGraph.compile(graph, List.of(loss.name()), parameters, pool)) {
        fill.accept(forward);
        Initializer.normal(1).fill(forward.input(X), new SplittableRandom(5));
        Map<String, INDArray> replayed = replayed(graph, loss, parameters, forward, gradientPool);
        requireSame(plain(graph, loss, forward, replayed), replayed);
        requireDifferences(forward, loss.name(), parameters, replayed);
      }
    }
  }

  /** Returns the sum of all values with different weights, so that none cancel. */
  private static SDVariable weightedSum(SDVariable y) {
    long[] shape = y.eval(zeros(y.getSameDiff())).shape();
    INDArray weights = Nd4j.createUninitialized(DataType.DOUBLE, shape);
    Initializer.normal(1).fill(weights, new SplittableRandom(3));
    return y.mul(y.getSameDiff().constant(weights)).sum();
  }

  private static Map<String, INDArray> zeros(SameDiff graph) {
    Map<String, INDArray> zeros = new LinkedHashMap<>();
    for (String input : graph.inputs()) {
      SDVariable variable = graph.getVariable(input);
      zeros.put(input, Nd4j.zeros(variable.dataType(), variable.placeholderShape()));
    }
    return zeros;
  }

  /** Replaces initial zeros and ones of trained parameters by random values. */
  private static void randomize(Parameters parameters) {
    for (String name : parameters.names()) {
      if (parameters.role(name) == Parameters.Role.TRAINED) {
        Initializer.normal(0.7).fill(parameters.get(name), new SplittableRandom(name.hashCode()));
      }
    }
  }

  private static Map<String, INDArray> replayed(
      SameDiff graph,
      SDVariable loss,
      Parameters parameters,
      CompiledGraph forward,
      BufferPool pool) {
    SameDiff gradients = Gradients.of(graph, loss, List.of(X));
    List<String> variables = new ArrayList<>(parameters.names());
    variables.add(X);
    variables.removeIf(
        name -> parameters.contains(name) && parameters.role(name) != Parameters.Role.TRAINED);
    for (String name : variables) {
      assertTrue(Gradients.exists(gradients, name), name + ": no gradient");
    }
    List<String> names = variables.stream().map(name -> Gradients.name(gradients, name)).toList();
    try (CompiledGraph compiled = CompiledGraph.compile(gradients, names, parameters, pool)) {
      for (String input : forward.inputs()) {
        compiled.input(input).assign(forward.input(input));
      }
      compiled.run(1);
      Map<String, INDArray> found = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        found.put(variables.get(i), compiled.output(names.get(i)).dup());
      }
      return found;
    }
  }

  /** Returns the gradients as SameDiff itself differentiates the graph and runs it. */
  private static Map<String, INDArray> plain(
      SameDiff graph, SDVariable loss, CompiledGraph forward, Map<String, INDArray> gradients) {
    ImmutableMap.Builder<String, INDArray> inputs = ImmutableMap.builder();
    forward.inputs().forEach(name -> inputs.put(name, forward.input(name)));
    graph.setLossVariables(loss.name());
    StandardOutput.discardedDuring(() -> graph.createGradFunction(X)); // a line per operation
    return graph.calculateGradients(inputs.buildOrThrow(), gradients.keySet());
  }

  private static void requireSame(Map<String, INDArray> expected, Map<String, INDArray> found) {
    for (String name : found.keySet()) {
      double difference =
          expected
              .get(name)
              .sub(found.get(name).reshape(expected.get(name).shape()))
              .amaxNumber()
              .doubleValue();
      assertTrue(difference <= SAME, () -> name + ": off by " + difference);
    }
  }

  private static void requireDifferences(
      CompiledGraph forward, String loss, Parameters parameters, Map<String, INDArray> found) {
    for (Map.Entry<String, INDArray> gradient : found.entrySet()) {
      String name = gradient.getKey();
      INDArray values = name.equals(X) ? forward.input(X) : parameters.get(name);
      INDArray flat = gradient.getValue().reshape(gradient.getValue().length());
      for (long i = 0; i < values.length(); i++) {
        double value = values.data().getDouble(i);
        double high = lossAt(forward, loss, values, i, value + STEP);
        double low = lossAt(forward, loss, values, i, value - STEP);
        values.data().put(i, value);
        double expected = (high - low) / (2 * STEP);
        double tolerance = DIFFERENCES * Math.max(1, Math.abs(expected));
        assertEquals(expected, flat.getDouble(i), tolerance, name + ", value " + i);
      }
    }
  }

  private static double lossAt(
      CompiledGraph forward, String loss, INDArray values, long index, double value) {
    values.data().put(index, value);
    forward.run(1);
    return forward.output(loss).getDouble(0);
  }
}
