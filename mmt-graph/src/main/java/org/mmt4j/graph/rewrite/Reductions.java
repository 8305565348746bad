package org.mmt4j.graph.rewrite;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.mmt4j.graph.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.shape.Shape;

/** Sums and means along axes. */
final class Reductions {

  private static final int ALL = Integer.MAX_VALUE; // ND4J's value for all axes

  private Reductions() {}

  /**
   * Reduces over axes. If all of them have length 1, where ND4J's operation fails, returns a view
   * of the input. Otherwise uses the native operation of the same name, because ND4J's legacy
   * operation allocates memory in each run.
   */
  static Value[] reduce(OpRecorder op) {
    INDArray x = op.input(0);
    long[] shape = op.outputShape(0); // also sets the axes of a legacy operation
    if (LongStream.of(shape).reduce(1, (a, b) -> a * b) == x.length()) {
      return Views.reshape(op);
    }
    if (!(op.function() instanceof ReduceOp legacy)) {
      return op.nativeOp();
    }
    int[] axes = axes(legacy, x.rank());
    long[] remaining =
        IntStream.range(0, x.rank())
            .filter(axis -> Arrays.binarySearch(axes, axis) < 0)
            .mapToLong(x::size)
            .toArray();
    Value out = op.output(x.dataType(), shape);
    op.add(
        op.function().opName(),
        out.array().reshape('c', true, remaining),
        new INDArray[] {x},
        Arrays.stream(axes).asLongStream().toArray());
    return new Value[] {out};
  }

  private static int[] axes(ReduceOp op, int rank) {
    int[] axes = Shape.normalizeAxis(rank, op.dimensions().toIntVector());
    if (axes[0] == ALL) {
      return IntStream.range(0, rank).toArray();
    }
    Arrays.sort(axes);
    return axes;
  }
}
