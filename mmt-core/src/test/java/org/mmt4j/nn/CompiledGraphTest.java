package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

class CompiledGraphTest {

  private final Parameters parameters = new Parameters(DataType.FLOAT, 1);
  private final BufferPool pool = new BufferPool();
  private CompiledGraph graph;
  private String output;

  /** Compiles the gradient of a feed-forward layer between two norms with respect to its input. */
  @BeforeEach
  void compile() {
    SameDiff forward = SameDiff.create();
    LayerContext context = LayerContext.training(forward, parameters);
    SDVariable x = context.input("x", 4, 6);
    SDVariable hidden = LayerNorm.of(6).apply(context.scope("first"), x);
    SDVariable fed = new FeedForward(6, 8).apply(context.scope("feed"), hidden);
    SDVariable y = new BatchNorm(6).apply(context.scope("second"), fed.add(hidden), 4);
    SameDiff gradients = Gradients.of(forward, y.mul(y).mul(y).sum(), List.of("x"));
    output = Gradients.name(gradients, "x");
    graph = CompiledGraph.compile(gradients, List.of(output), parameters, pool);
  }

  @AfterEach
  void close() {
    graph.close();
    pool.close();
    parameters.close();
  }

  @Test
  void replayReturnsTheSameBits() {
    INDArray expected = run(1);
    assertEquals(expected, run(1));
    assertTrue(expected.amaxNumber().doubleValue() > 0);
  }

  @Test
  void firstNotFiniteIsEmptyForFiniteValues() {
    run(1);
    assertEquals(Optional.empty(), graph.firstNotFinite(1));
  }

  @Test
  void firstNotFiniteNamesTheFirstArray() {
    INDArray large = Nd4j.linspace(DataType.FLOAT, 0, 1e20, 24).reshape(4, 6);
    graph.input("x").assign(large); // its squares overflow in float32
    graph.run(1);
    String computed = graph.firstNotFinite(1).orElseThrow();
    assertTrue(computed.startsWith("variable "), computed);
    parameters.get("feed.intermediate.dense.bias").putScalar(3, Float.POSITIVE_INFINITY);
    assertEquals(Optional.of("parameter feed.intermediate.dense.bias"), graph.firstNotFinite(1));
    graph.input("x").putScalar(5, Float.NaN);
    assertEquals(Optional.of("input x"), graph.firstNotFinite(1));
  }

  /** NaN reaches every buffer that depends on the input, and must not remain in the next run. */
  @Test
  void runDoesNotDependOnEarlierInputs() {
    INDArray expected = run(1);
    run(2);
    graph.input("x").assign(Double.NaN);
    graph.run(1);
    assertTrue(Double.isNaN(graph.output(output).getDouble(0)));
    assertEquals(expected, run(1));
  }

  @Test
  void graphsOfOnePoolDoNotAffectEachOther() {
    INDArray expected = run(1);
    SameDiff other = SameDiff.create();
    SDVariable x = other.placeHolder("x", DataType.FLOAT, 4, 6);
    SDVariable y = x.mul(Double.NaN).add(x);
    try (CompiledGraph compiled =
        CompiledGraph.compile(other, List.of(y.name()), parameters, pool)) {
      compiled.run(1);
      assertEquals(expected, run(1));
    }
  }

  @Test
  void sliceOfAllRowsReturnsAllRows() {
    SameDiff other = SameDiff.create();
    SDVariable x = other.placeHolder("x", DataType.FLOAT, 3, 2);
    SDVariable y = other.slice(x.mul(2), new int[] {0, 0}, -1, 2);
    try (CompiledGraph compiled =
        CompiledGraph.compile(other, List.of(y.name()), parameters, pool)) {
      compiled.input("x").assign(1);
      compiled.run(1);
      assertEquals(
          Nd4j.valueArrayOf(new long[] {3, 2}, 2, DataType.FLOAT), compiled.output(y.name()));
    }
  }

  @Test
  void closeFreesOwnedMemoryButNoConstants() {
    SameDiff other = SameDiff.create();
    INDArray constant = Nd4j.createFromArray(1f, 2f);
    SDVariable doubled = other.constant(constant).mul(2);
    SDVariable x = other.placeHolder("x", DataType.FLOAT, 2);
    SDVariable y = x.add(doubled);
    CompiledGraph compiled =
        CompiledGraph.compile(other, List.of(y.name(), doubled.name()), parameters, pool);
    INDArray input = compiled.input("x");
    INDArray fixed = compiled.output(doubled.name());
    compiled.run(1);
    assertEquals(Nd4j.createFromArray(2f, 4f), compiled.output(y.name()));
    compiled.close();
    compiled.close();
    assertTrue(input.wasClosed());
    assertTrue(fixed.wasClosed());
    assertEquals(Nd4j.createFromArray(1f, 2f), constant);
  }

  @Test
  void closedGraphsDoNotAffectOtherGraphs() {
    INDArray expected = run(1);
    for (int i = 0; i < 300; i++) {
      SameDiff other = SameDiff.create();
      SDVariable x = other.placeHolder("x", DataType.FLOAT, 2 + i % 7, 3);
      SDVariable y = x.mul(other.constant(3f)).sum(1);
      SameDiff gradients = Gradients.of(other, y.mul(y).sum(), List.of("x"));
      String gradient = Gradients.name(gradients, "x");
      CompiledGraph compiled =
          CompiledGraph.compile(gradients, List.of(gradient), parameters, pool);
      compiled.input("x").assign(1);
      compiled.run(1);
      assertEquals(54, compiled.output(gradient).getDouble(0)); // 2 (3 · 3) 3
      compiled.close();
      compiled.close();
    }
    System.gc(); // ND4J frees contexts and closed arrays when they are collected
    assertEquals(expected, run(1));
  }

  @Test
  void fillsInputsInRowMajorOrder() {
    graph.fill("x", values(24));
    assertEquals(Nd4j.linspace(DataType.FLOAT, 0.5, 1, 24).reshape(4, 6), graph.input("x"));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE", "INT", "LONG"})
  void fillCastsToTheTypeOfTheInput(DataType type) {
    SameDiff other = SameDiff.create();
    SDVariable x = other.placeHolder("x", type, 3);
    SDVariable y = x.mul(other.constant(Nd4j.scalar(type, 2)));
    try (CompiledGraph compiled =
        CompiledGraph.compile(other, List.of(y.name()), parameters, pool)) {
      compiled.fill("x", new int[] {7, -8, 1 << 24});
      compiled.run(1);
      assertEquals(Nd4j.createFromArray(14, -16, 1 << 25).castTo(type), compiled.output(y.name()));
      if (type.isFPType()) {
        compiled.fill("x", new float[] {0.1f, -2, Float.MAX_VALUE});
        assertEquals(
            Nd4j.createFromArray(0.1f, -2, Float.MAX_VALUE).castTo(type), compiled.input("x"));
      } else {
        assertEquals(
            "input x: found floating-point values, expected " + type,
            rejected(() -> compiled.fill("x", values(3))));
      }
    }
  }

  @Test
  void rejectsAWrongNumberOfValues() {
    String message = "input x: found 23 values, expected 24";
    assertEquals(message, rejected(() -> graph.fill("x", values(23))));
    assertEquals(message, rejected(() -> graph.fill("x", new int[23])));
    assertEquals(
        "input of a graph: found z, expected one of [x]",
        rejected(() -> graph.fill("z", values(24))));
  }

  @Test
  void rejectsUnknownNames() {
    assertEquals(
        "input of a graph: found z, expected one of [x]",
        assertThrows(IllegalArgumentException.class, () -> graph.input("z")).getMessage());
    assertEquals(
        "output of a graph: found z, expected one of [" + output + "]",
        assertThrows(IllegalArgumentException.class, () -> graph.output("z")).getMessage());
    assertEquals(
        "output of a graph: found z, expected one of its variables",
        assertThrows(
                IllegalArgumentException.class,
                () -> CompiledGraph.compile(SameDiff.create(), List.of("z"), parameters, pool))
            .getMessage());
  }

  @Test
  void rejectsPlaceholdersOfUnknownSize() {
    SameDiff other = SameDiff.create();
    other.placeHolder("x", DataType.FLOAT, -1, 2);
    assertEquals(
        "placeholder x: found shape [-1, 2], expected all sizes known",
        assertThrows(
                IllegalArgumentException.class,
                () -> CompiledGraph.compile(other, List.of("x"), parameters, pool))
            .getMessage());
  }

  @Test
  void rejectsUseAfterClose() {
    graph.close();
    graph.close();
    String message = "compiled graph: used after close";
    assertClosed(message, () -> graph.run(1));
    assertClosed(message, () -> graph.input("x"));
    assertClosed(message, () -> graph.fill("x", values(24)));
    assertClosed(message, () -> graph.output(output));
  }

  @Test
  void rejectsClosedParameters() {
    parameters.close();
    assertClosed("parameters: used after close", () -> graph.run(1));
  }

  @Test
  void rejectsAClosedPool() {
    pool.close();
    assertClosed("buffer pool: used after close", () -> graph.run(1));
    assertClosed("buffer pool: used after close", () -> graph.output(output));
  }

  private static String rejected(Executable action) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  /** 0.5, 1.5, ... */
  private static float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i + 0.5f;
    }
    return values;
  }

  private INDArray run(long seed) {
    Initializer.normal(1).fill(graph.input("x"), new SplittableRandom(seed));
    graph.run(1);
    return graph.output(output).dup();
  }

  private static void assertClosed(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalStateException.class, action).getMessage());
  }
}
