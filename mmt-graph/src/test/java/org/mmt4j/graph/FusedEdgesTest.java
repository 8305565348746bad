package org.mmt4j.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmt4j.fixtures.WithKernels;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fused and plain kernels agree for axes, shapes and data types that no layer of this library uses.
 */
class FusedEdgesTest {

  /** Tolerance relative to the largest value, for sums of up to 40 values in float32. */
  private static final float ROUNDING = 1e-5f;

  @ParameterizedTest
  @CsvSource({"0,2", "1,2", "-1,2", "-2,2", "0,3", "1,3", "2,3", "-3,3"})
  void softmaxUsesTheGivenAxis(int axis, int rank) {
    long[] shape = rank == 2 ? new long[] {40, 30} : new long[] {4, 10, 30};
    compare(
        Map.of("x", shape, "y", shape),
        in -> in.get("x").getSameDiff().nn().softmax(in.get("x").mul(2), axis).mul(in.get("y")));
  }

  @Test
  void rowSumsCombineWithArraysOfOneElement() {
    long[] matrix = {30, 20};
    for (long[] one : List.of(new long[] {1}, new long[] {1, 1})) {
      Map<String, long[]> shapes = Map.of("x", matrix, "b", one);
      compare(shapes, in -> in.get("x").mul(2).sum(true, 1).add(in.get("b")));
      compare(shapes, in -> in.get("x").mul(2).sum(true, 1).mul(in.get("b")).add(in.get("x")));
    }
  }

  /** Like the mask of attention, which differs for each sequence. */
  @Test
  void rowOfEachBlockIsBroadcastWithinItsBlock() {
    compare(
        Map.of("x", new long[] {3, 2, 7, 11}, "mask", new long[] {3, 1, 1, 11}),
        in -> in.get("x").mul(0.5).add(in.get("mask")).mul(in.get("x")));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"HALF", "FLOAT", "DOUBLE", "INT", "LONG"})
  void sumsRowsByIdForAllDataTypes(DataType type) {
    float[][] sums = {{6, 8, 10}, {-4, -4, -4}, {0, 0, 0}};
    for (String kernels : List.of("fused", "plain")) {
      SameDiff graph = SameDiff.create();
      SDVariable x = graph.placeHolder("x", type, 3, 3);
      SDVariable ids = graph.placeHolder("ids", DataType.INT32, 3);
      String output = graph.unsortedSegmentSum(x, ids, 3).name();
      INDArray values = Nd4j.createFromArray(new int[][] {{1, 2, 3}, {-4, -4, -4}, {5, 6, 7}});
      INDArray found =
          run(
              kernels,
              graph,
              output,
              compiled -> {
                compiled.input("x").assign(values.castTo(type));
                compiled.fill("ids", new int[] {0, 1, 0});
              });
      assertArrayEquals(sums, found.castTo(DataType.FLOAT).toFloatMatrix(), kernels);
    }
  }

  @Test
  void constantsStayAliveWhenTheGraphIsUnreachable() {
    WithKernels.of(
        "fused",
        () -> {
          try (BufferPool pool = new BufferPool();
              Parameters parameters = new Parameters(DataType.FLOAT, 1);
              CompiledGraph compiled = withConstant(pool, parameters)) {
            compiled.fill("x", new float[4 * COLUMN]);
            for (int i = 0; i < 5; i++) {
              System.gc();
              try (INDArray other = Nd4j.ones(DataType.FLOAT, COLUMN, 1)) {
                compiled.run(0);
                INDArray output = compiled.output("sum");
                assertEquals(3, output.minNumber().floatValue());
                assertEquals(3, output.maxNumber().floatValue());
                assertEquals(1, other.getFloat(COLUMN - 1));
              }
            }
          }
          return true;
        });
  }

  private static final int COLUMN = 1 << 18;

  private static CompiledGraph withConstant(BufferPool pool, Parameters parameters) {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, COLUMN, 4);
    SDVariable threes = graph.constant(Nd4j.valueArrayOf(new long[] {COLUMN, 1}, 3f));
    x.add("sum", threes);
    return CompiledGraph.compile(graph, List.of("sum"), parameters, pool);
  }

  /** Compares an output of inputs of the given shapes, and the gradients of its sum of squares. */
  private static void compare(
      Map<String, long[]> shapes, Function<Map<String, SDVariable>, SDVariable> build) {
    List<INDArray> expected = run("plain", shapes, build);
    List<INDArray> found = run("fused", shapes, build);
    for (int i = 0; i < expected.size(); i++) {
      float largest = Math.max(1, expected.get(i).amaxNumber().floatValue());
      assertArrayEquals(
          expected.get(i).dup('c').data().asFloat(),
          found.get(i).dup('c').data().asFloat(),
          ROUNDING * largest);
    }
  }

  private static List<INDArray> run(
      String kernels,
      Map<String, long[]> shapes,
      Function<Map<String, SDVariable>, SDVariable> build) {
    SameDiff forward = SameDiff.create();
    Map<String, SDVariable> inputs = new TreeMap<>();
    shapes.forEach(
        (name, shape) -> inputs.put(name, forward.placeHolder(name, DataType.FLOAT, shape)));
    SDVariable output = build.apply(inputs);
    SameDiff graph = Gradients.of(forward, output.mul(output).sum(), List.copyOf(inputs.keySet()));
    List<String> outputs = new ArrayList<>(List.of(output.name()));
    inputs.keySet().forEach(name -> outputs.add(Gradients.name(graph, name)));
    return outputs.stream()
        .map(
            name ->
                run(
                    kernels,
                    graph,
                    name,
                    compiled ->
                        inputs
                            .keySet()
                            .forEach(
                                input ->
                                    Initializer.normal(1)
                                        .fill(
                                            compiled.input(input),
                                            new SplittableRandom(input.hashCode())))))
        .toList();
  }

  private static INDArray run(
      String kernels, SameDiff graph, String output, Consumer<CompiledGraph> fill) {
    return WithKernels.of(
        kernels,
        () -> {
          try (BufferPool pool = new BufferPool();
              Parameters parameters = new Parameters(DataType.FLOAT, 1);
              CompiledGraph compiled =
                  CompiledGraph.compile(graph, List.of(output), parameters, pool)) {
            fill.accept(compiled);
            compiled.run(1);
            compiled.run(1);
            return compiled.output(output).dup();
          }
        });
  }
}
