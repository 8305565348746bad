package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.device.Accelerator;
import org.mmt4j.graph.device.Accelerators;

/**
 * Random graphs with their gradients on the GPU, or on the stand-in for one, as {@link
 * FusedGraphTest} has them for the CPU: "fused" are kernels of the GPU here, and "plain" are
 * operations of the host.
 */
@Tag("cuda-standin")
class CudaGraphTest {

  private static final int GRAPHS = 30;

  @Test
  void graphsRunOnTheDeviceThatThePropertyNames() {
    assertEquals("cuda", Accelerators.chosen().map(Accelerator::name).orElse("cpu"));
  }

  @Test
  void resultsAndGradientsAreAsAccurateAsThoseOfTheHost() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < GRAPHS; i++) {
      FusedGraphTest.compare(random.nextLong(), random.nextInt(1, 11), shape(i, random));
    }
  }

  private static long[] shape(int number, SplittableRandom random) {
    if (number % 10 == 9) {
      return new long[] {300, 770};
    } else if (number % 4 > 0) {
      return new long[] {random.nextInt(1, 90), random.nextInt(1, 90)};
    }
    long length = random.nextInt(1, 20);
    return new long[] {random.nextInt(1, 6), random.nextInt(1, 6), length, length};
  }
}
