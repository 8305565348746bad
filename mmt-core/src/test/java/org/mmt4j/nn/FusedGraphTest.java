package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.mmt4j.fixtures.WithKernels;
import org.mmt4j.graph.kernel.Workers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class FusedGraphTest {

  private static final long RUN_SEED = 5;
  private static final long[] SEVERAL_CHUNKS = {1500, 130};

  /**
   * Compares with ND4J's operations in double precision. The error of fused kernels may be eight
   * times that of ND4J's operations in float32: the fused exponential and error function have
   * errors of up to six units in the last place, ND4J's of up to one. Values near 0 may differ by
   * 1e-5 of the values that cancel, which are about 1, or of the largest value.
   */
  @Property(tries = 300)
  void fusedResultsAndGradientsAreAsAccurateAsPlainOnes(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 10) int operations,
      @ForAll("shapes") long[] shape) {
    compare(seed, operations, shape);
  }

  @Example
  void matricesOfSeveralChunksAreAsAccurate() {
    for (int seed = 0; seed < 8; seed++) {
      compare(seed, 10, SEVERAL_CHUNKS);
    }
  }

  static void compare(long seed, int operations, long[] shape) {
    List<INDArray> exact = run("plain", DataType.DOUBLE, seed, operations, shape);
    List<INDArray> plain = run("plain", DataType.FLOAT, seed, operations, shape);
    List<INDArray> fused = run("fused", DataType.FLOAT, seed, operations, shape);
    for (int i = 0; i < exact.size(); i++) {
      double largest = Math.max(1, exact.get(i).amaxNumber().doubleValue());
      double allowed = 8 * distance(exact.get(i), plain.get(i)) + 1e-5 * largest;
      double found = distance(exact.get(i), fused.get(i));
      assertTrue(found <= allowed, "array " + i + ": off by " + found + ", allowed " + allowed);
    }
  }

  @Example
  void bitsDoNotDependOnTheNumberOfWorkers() {
    try {
      for (int seed = 0; seed < 8; seed++) {
        Workers.setCount(1);
        List<INDArray> alone = run("fused", DataType.FLOAT, seed, 10, SEVERAL_CHUNKS);
        Workers.setCount(4);
        assertEquals(alone, run("fused", DataType.FLOAT, seed, 10, SEVERAL_CHUNKS));
      }
    } finally {
      Workers.setCount(0);
    }
  }

  @Provide
  Arbitrary<long[]> shapes() {
    Arbitrary<Long> size = Arbitraries.longs().between(1, 6);
    Arbitrary<long[]> matrices =
        Combinators.combine(Arbitraries.longs().between(1, 90), Arbitraries.longs().between(1, 90))
            .as((rows, columns) -> new long[] {rows, columns});
    Arbitrary<long[]> heads =
        Combinators.combine(size, size, Arbitraries.longs().between(1, 20))
            .as((batch, count, length) -> new long[] {batch, count, length, length});
    return Arbitraries.oneOf(matrices, heads);
  }

  private static List<INDArray> run(
      String kernels, DataType dataType, long seed, int operations, long[] shape) {
    return WithKernels.of(
        kernels,
        () -> {
          try (RandomGraph graph = new RandomGraph(dataType, seed, operations, shape)) {
            graph.run(RUN_SEED + 1);
            return graph.run(RUN_SEED);
          }
        });
  }

  private static double distance(INDArray x, INDArray y) {
    return x.castTo(DataType.DOUBLE).sub(y.castTo(DataType.DOUBLE)).amaxNumber().doubleValue();
  }
}
