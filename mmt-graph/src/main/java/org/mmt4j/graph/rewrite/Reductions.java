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

  private static final int ALL = Integer.MAX_VALUE; // ND4J's name for all axes

  private Reductions() {}

  /**
   * Over axes of length 1, where ND4J's own fails, the input itself; else the native operation of
   * the same name, which unlike ND4J's older one allocates nothing when it runs.
   */
  static Value[] reduce(OpRecorder op) {
    INDArray x = op.input(0);
    long[] shape = op.outputShape(0); // tells the older one its axes
    if (LongStream.of(shape).reduce(1, (a, b) -> a * b) == x.length()) {
      return Views.reshape(op);
    }
    if (!(op.function() instanceof ReduceOp older)) {
      return op.nativeOp();
    }
    int[] axes = axes(older, x.rank());
    long[] left =
        IntStream.range(0, x.rank())
            .filter(axis -> Arrays.binarySearch(axes, axis) < 0)
            .mapToLong(x::size)
            .toArray();
    Value out = op.output(x.dataType(), shape);
    op.add(
        op.function().opName(),
        out.array().reshape('c', true, left),
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
