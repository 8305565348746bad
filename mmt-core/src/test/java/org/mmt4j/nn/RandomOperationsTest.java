package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.fixtures.WithKernels;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RandomOperationsTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void dropoutIsTheSameForTheSameSeed(long seed) {
    try (Dropped one = new Dropped();
        Dropped other = new Dropped()) {
      INDArray expected = one.run(seed);
      one.run(17);
      assertEquals(expected, one.run(seed));
      assertEquals(expected, other.run(seed));
    }
  }

  @Test
  void dropoutDiffersBetweenSeeds() {
    try (Dropped dropped = new Dropped()) {
      assertNotEquals(dropped.run(1), dropped.run(0));
      assertNotEquals(dropped.run(1), dropped.run(2));
    }
  }

  @Test
  void dropoutsInOneGraphDiffer() {
    try (Dropped dropped = new Dropped()) {
      INDArray both = dropped.run(1); // (2, n), one row per dropout
      assertNotEquals(both.getRow(0), both.getRow(1));
    }
  }

  @Test
  void doesNotChangeTheThreadsRandomGenerator() {
    var random = Nd4j.getRandom();
    random.setSeed(5);
    long root = random.rootState();
    long node = random.nodeState();
    try (Dropped dropped = new Dropped()) {
      assertEquals(root, random.rootState());
      assertEquals(node, random.nodeState());
      dropped.run(1);
      assertEquals(root, random.rootState());
      assertEquals(node, random.nodeState());
    }
  }

  @Test
  void masksAreTheSameWithFusedAndPlainKernels() {
    assertEquals(masks("plain", DataType.FLOAT), masks("fused", DataType.FLOAT));
  }

  @Test
  void masksAreTheSameInDoublePrecision() {
    INDArray single = masks("fused", DataType.FLOAT);
    assertEquals(single.castTo(DataType.DOUBLE), masks("fused", DataType.DOUBLE));
  }

  private static INDArray masks(String kernels, DataType dataType) {
    return WithKernels.of(
        kernels,
        () -> {
          try (Dropped dropped = new Dropped(dataType, 1000)) {
            return dropped.run(3);
          }
        });
  }

  @Test
  void aLongerArrayStartsWithTheNumbersOfAShorterOne() {
    try (Dropped small = new Dropped(DataType.FLOAT, 100); // drawn by a step
        Dropped large = new Dropped(DataType.FLOAT, 70_000)) { // drawn within tile programs
      INDArray first = large.run(3).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 100));
      assertEquals(small.run(3), first);
    }
  }

  /** A graph with two dropouts of rows of ones. */
  private static final class Dropped implements AutoCloseable {

    private final Parameters parameters;
    private final BufferPool pool = new BufferPool();
    private final String output;
    private final CompiledGraph graph;

    Dropped() {
      this(DataType.FLOAT, 100);
    }

    Dropped(DataType dataType, int n) {
      parameters = new Parameters(dataType, 1);
      LayerContext context = LayerContext.training(SameDiff.create(), parameters);
      SDVariable ones = context.parameter("ones", Initializer.constant(1), 1, n);
      Dropout dropout = new Dropout(0.5);
      SDVariable both =
          context
              .graph()
              .concat(0, dropout.apply(context, ones, 1, n), dropout.apply(context, ones, 1, n));
      output = both.name();
      graph = CompiledGraph.compile(context.graph(), List.of(output), parameters, pool);
    }

    INDArray run(long seed) {
      graph.run(seed);
      return graph.output(output).dup();
    }

    @Override
    public void close() {
      graph.close();
      pool.close();
      parameters.close();
    }
  }
}
