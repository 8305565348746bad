package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Gradients;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class BufferPoolTest {

  private static final int LARGEST = 150;

  /** Growing shapes are the worst case: no existing buffer is large enough for the next graph. */
  @Test
  void manyShapesUseLessThanTwiceTheMemoryOfTheLargest() {
    try (Parameters parameters = new Parameters(DataType.FLOAT, 1);
        BufferPool alone = new BufferPool();
        BufferPool shared = new BufferPool()) {
      run(LARGEST, parameters, alone);
      for (int rows = 1; rows <= LARGEST; rows++) {
        run(rows, parameters, shared);
      }
      assertTrue(
          shared.bytes() < 2 * alone.bytes(),
          () -> "%d bytes, alone %d".formatted(shared.bytes(), alone.bytes()));
    }
  }

  @Test
  void sharedPoolDoesNotChangeResults() {
    try (Parameters parameters = new Parameters(DataType.FLOAT, 1);
        BufferPool shared = new BufferPool()) {
      for (int rows : new int[] {5, 64, 7, 63, 65, 1}) {
        try (BufferPool alone = new BufferPool()) {
          assertEquals(run(rows, parameters, alone), run(rows, parameters, shared));
        }
      }
    }
  }

  @Test
  void reusesMemoryOfReturnedArrays() {
    try (BufferPool pool = new BufferPool()) {
      INDArray first = pool.acquire(DataType.FLOAT, new long[] {5, 3}).assign(7);
      pool.release(first);
      INDArray second = pool.acquire(DataType.FLOAT, new long[] {3, 1, 3});
      assertArrayEquals(new long[] {3, 1, 3}, second.shape());
      assertEquals(7 * 9, second.sumNumber().intValue());
      assertEquals(1024 * 4, pool.bytes());
    }
  }

  @Test
  void arraysInUseDoNotShareMemory() {
    try (BufferPool pool = new BufferPool()) {
      INDArray first = pool.acquire(DataType.FLOAT, new long[] {3}).assign(1);
      pool.acquire(DataType.FLOAT, new long[] {3}).assign(2);
      pool.acquire(DataType.DOUBLE, new long[] {}).assign(3);
      assertEquals(3, first.sumNumber().intValue());
    }
  }

  @Test
  void rejectsReturningAnArrayTwice() {
    try (BufferPool pool = new BufferPool()) {
      INDArray array = pool.acquire(DataType.FLOAT, new long[] {2, 3});
      pool.release(array);
      assertEquals(
          "array returned to the pool: expected one that is in use, found one that is not, of shape [2, 3]",
          assertThrows(IllegalArgumentException.class, () -> pool.release(array)).getMessage());
    }
  }

  /** The gradient of a feed-forward layer with respect to its input. */
  private static INDArray run(int rows, Parameters parameters, BufferPool pool) {
    SameDiff forward = SameDiff.create();
    LayerContext context = LayerContext.scoring(forward, parameters);
    SDVariable x = context.input("x", rows, 6);
    SDVariable y = new FeedForward(6, 40).apply(context, x);
    SameDiff gradients = Gradients.of(forward, y.mul(y).sum(), List.of("x"));
    String output = Gradients.name(gradients, "x");
    try (CompiledGraph graph =
        CompiledGraph.compile(gradients, List.of(output), parameters, pool)) {
      Initializer.normal(1).fill(graph.input("x"), new SplittableRandom(rows));
      graph.run(1);
      return graph.output(output).dup();
    }
  }
}
