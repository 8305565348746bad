package org.mmt4j.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mmt4j.graph.ir.Copy;
import org.mmt4j.graph.ir.NativeOp;
import org.mmt4j.graph.memory.OwnedMemory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Native operations that only move values, as copies between views. */
final class Moves {

  private Moves() {}

  /**
   * Returns the copies of an operation, in order; empty if it is none of these.
   *
   * @param memory keeps what the copies read
   */
  static Optional<List<Copy>> of(NativeOp step, OwnedMemory memory) {
    if (!(step.op() instanceof DynamicCustomOp op) || step.context().numInputArguments() == 0) {
      return Optional.empty();
    }
    List<INDArray> in = step.context().getInputArrays();
    INDArray out = step.context().getOutputArrays().get(0);
    long[] arguments = op.iArgs();
    boolean slices = arguments.length == 2 * in.get(0).rank(); // begin, then size
    return switch (op.opName()) {
      case "permute" ->
          in.size() == 1
              ? Optional.of(List.of(permuted(in.get(0), arguments, out)))
              : Optional.empty();
      case "concat" ->
          arguments.length == 1
              ? Optional.of(joined(in, (int) arguments[0], out))
              : Optional.empty();
      case "slice" ->
          in.size() == 1 && slices
              ? Optional.of(List.of(new Copy(part(in.get(0), arguments, out.shape()), out)))
              : Optional.empty();
      case "slice_bp" ->
          in.size() == 2 && slices
              ? Optional.of(gradient(in.get(1), arguments, out, memory))
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

  /** The gradient of a slice where the slice was, and 0 elsewhere. */
  private static List<Copy> gradient(
      INDArray gradient, long[] begin, INDArray out, OwnedMemory memory) {
    INDArray zero = memory.keep(Nd4j.zeros(out.dataType(), 1));
    INDArray zeros =
        Nd4j.create(zero.data(), out.shape(), new long[out.rank()], 0, 'c'); // all strides 0
    return List.of(new Copy(zeros, out), new Copy(gradient, part(out, begin, gradient.shape())));
  }

  private static INDArray part(INDArray array, long[] begin, long[] shape) {
    long offset = array.offset();
    for (int axis = 0; axis < array.rank(); axis++) {
      offset += begin[axis] * array.stride(axis);
    }
    return view(array, shape, offset);
  }

  /** Returns a part of an array. ND4J's own methods return another rank for some parts. */
  private static INDArray view(INDArray array, long[] shape, long offset) {
    return Nd4j.create(array.data(), shape, array.stride(), offset, array.ordering());
  }
}
