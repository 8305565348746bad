package org.mmt4j.graph.rewrite;

import java.util.Arrays;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.ir.Random;
import org.mmt4j.graph.ir.Uniform;
import org.mmt4j.graph.ir.Value;
import org.mmt4j.graph.kernel.Kernels;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.UniformDistribution;

/**
 * The operations of a graph that draw float32 numbers uniform in [0, 1), as dropout does. They are
 * numbered in the order in which they run. Other random operations, and all on backends other than
 * the CPU's, stay native: they draw from ND4J's generator.
 */
public final class RandomOperations {

  private static final Object[] FROM_0_TO_1 = {0.0, 1.0};

  private final IdentityHashMap<DifferentialFunction, Uniform> numbers = new IdentityHashMap<>();

  /**
   * Numbers the operations.
   *
   * @param seed receives the seed before each run, INT64 (1)
   */
  public RandomOperations(SameDiff graph, Iterable<SameDiffOp> ops, INDArray seed) {
    for (SameDiffOp op : ops) {
      if (Kernels.onHost() && isUniform(graph, op)) {
        numbers.put(op.getOp(), new Uniform(seed, numbers.size()));
      }
    }
  }

  private static boolean isUniform(SameDiff graph, SameDiffOp op) {
    return op.getOp() instanceof UniformDistribution uniform
        && Arrays.equals(uniform.extraArgs(), FROM_0_TO_1)
        && graph.getVariable(op.getOutputsOfOp().get(0)).dataType() == DataType.FLOAT;
  }

  /** Returns the numbers that an operation draws, or null if it is none of these. */
  public @Nullable Uniform of(DifferentialFunction function) {
    return numbers.get(function);
  }

  /** Returns the shape of what a random operation draws. */
  public static long[] shape(DifferentialFunction function) {
    return function.calculateOutputShape().get(0).getShape();
  }

  static Value[] lower(OpRecorder op, Uniform numbers) {
    Value out = op.output(DataType.FLOAT, shape(op.function()));
    op.add(new Random(numbers, out.array()));
    return new Value[] {out};
  }
}
