package org.mmt4j.graph.kernel;

import java.nio.ByteBuffer;
import org.mmt4j.graph.ir.Random;
import org.mmt4j.graph.ir.Uniform;
import org.mmt4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link Random} step on the CPU. Workers share the numbers. */
final class RandomKernel implements Runnable {

  private static final int CHUNK = 1 << 16;
  private static final int TILE = 2048;

  private final Uniform numbers;
  private final INDArray out;

  RandomKernel(Random step) {
    this.numbers = step.numbers();
    this.out = step.out();
  }

  /** Returns the seed of a run, from the array that holds it. */
  static long seed(ByteBuffer memory) {
    return memory.getLong(0);
  }

  @Override
  public void run() {
    long seed = seed(HostMemory.bytes(numbers.seed()));
    long length = out.length();
    Workers.run(
        Math.toIntExact((length + CHUNK - 1) / CHUNK),
        Workers.count(),
        worker -> {
          float[] tile = new float[TILE];
          return chunk -> {
            long end = Math.min(length, (chunk + 1L) * CHUNK);
            for (long first = (long) chunk * CHUNK; first < end; first += TILE) {
              int count = (int) Math.min(TILE, end - first);
              Philox.draw(seed, numbers.operation(), first, tile, count);
              HostMemory.bytes(out, first, count).asFloatBuffer().put(tile, 0, count);
            }
          };
        });
  }
}
