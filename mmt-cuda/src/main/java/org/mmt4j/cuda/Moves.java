package org.mmt4j.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mmt4j.graph.ir.Copy;
import org.mmt4j.graph.ir.NativeOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Native operations that only move values, as copies between views. */
final class Moves {

  private Moves() {}

  /** Returns the copies of an operation; empty if it is none of these. */
  static Optional<List<Copy>> of(NativeOp step) {
    if (!(step.op() instanceof DynamicCustomOp op)) {
      return Optional.empty();
    }
    List<INDArray> in = step.context().getInputArrays();
    INDArray out = step.context().getOutputArrays().get(0);
    return switch (op.opName()) {
      case "permute" ->
          in.size() == 1
              ? Optional.of(List.of(permuted(in.get(0), op.iArgs(), out)))
              : Optional.empty();
      case "concat" ->
          in.size() > 0 && op.iArgs().length == 1
              ? Optional.of(joined(in, (int) op.iArgs()[0], out))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Copy permuted(INDArray x, long[] axes, INDArray out) {
    int[] order = new int[axes.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) axes[i];
    }
    return new Copy(x.permute(order), out);
  }

  private static List<Copy> joined(List<INDArray> parts, int axis, INDArray out) {
    List<Copy> copies = new ArrayList<>();
    int along = axis < 0 ? axis + out.rank() : axis;
    long from = 0;
    for (INDArray part : parts) {
      copies.add(new Copy(part, view(out, part.shape(), out.offset() + from * out.stride(along))));
      from += part.size(along);
    }
    return copies;
  }

  /** Returns a part of an array. ND4J's own methods return another rank for some parts. */
  private static INDArray view(INDArray array, long[] shape, long offset) {
    return Nd4j.create(array.data(), shape, array.stride(), offset, array.ordering());
  }
}
