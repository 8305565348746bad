package org.mmt4j.graph.rewrite;

import com.google.common.collect.ImmutableSet;
import org.mmt4j.graph.ir.Uniform;
import org.mmt4j.graph.ir.Value;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;

/**
 * Turns one operation of a graph into steps over arrays. Most operations become the native
 * operation; those that are slow or unnecessary in native code are replaced.
 */
public final class Lowering {

  /** Operations whose results depend only on shapes. */
  private static final ImmutableSet<String> SHAPE_ONLY =
      ImmutableSet.of(
          "shape_of", "size", "size_at", "rank", "zeros_as", "ones_as", "zeroslike", "oneslike");

  private static final String RANDOM = "org.nd4j.linalg.api.ops.random.";

  private Lowering() {}

  /** Returns whether the results of an operation are the same in every run. */
  public static boolean isFixed(DifferentialFunction function, boolean inputsFixed) {
    return SHAPE_ONLY.contains(function.opName())
        || (inputsFixed && !function.getClass().getName().startsWith(RANDOM));
  }

  /**
   * Returns whether an operation reads the values of an input, and not only its shape.
   *
   * @param read which outputs of the operation are read
   */
  public static boolean readsValues(DifferentialFunction function, int input, boolean[] read) {
    if (SHAPE_ONLY.contains(function.opName())) {
      return false;
    }
    return switch (function.opName()) {
      case "add_bp", "subtract_bp" -> input == 2;
      case "multiply_bp" -> input == 2 || read[1 - input];
      case "reduce_sum_bp", "reduce_mean_bp", "unsorted_segment_sum_bp" -> input > 0;
      default -> true;
    };
  }

  public static boolean isOnes(DifferentialFunction function) {
    return function.opName().equals("ones_as") || function.opName().equals("oneslike");
  }

  public static boolean isReduction(DifferentialFunction function) {
    return isMean(function) || function.opName().equals("reduce_sum");
  }

  public static boolean isMean(DifferentialFunction function) {
    return function.opName().equals("reduce_mean");
  }

  public static boolean isView(DifferentialFunction function) {
    return function instanceof Identity || function.opName().equals("reshape");
  }

  /** Records the steps and returns the value of each output. */
  public static Value[] lower(OpRecorder op, RandomOperations random) {
    Uniform numbers = random.of(op.function());
    if (numbers != null) {
      return RandomOperations.lower(op, numbers);
    }
    if (op.function() instanceof Identity) {
      return new Value[] {op.inputs().get(0)};
    }
    if (op.isFixed()) {
      return op.nativeOp();
    }
    return switch (op.function().opName()) {
      case "reshape" -> Views.reshape(op);
      case "slice" -> Views.slice(op);
      case "reduce_sum", "reduce_mean" -> Reductions.reduce(op);
      case "add_bp" -> BroadcastGradients.sum(op, 1);
      case "subtract_bp" -> BroadcastGradients.sum(op, -1);
      case "multiply_bp" -> BroadcastGradients.product(op);
      case "matmul" -> Products.product(op);
      case "matmul_bp" -> Products.gradient(op);
      case "unsorted_segment_sum" -> RowMoves.sum(op);
      case "unsorted_segment_sum_bp" -> RowMoves.sumGradient(op);
      case PackedAttention.NAME -> PackedAttention.lower(op);
      default -> op.nativeOp();
    };
  }
}
