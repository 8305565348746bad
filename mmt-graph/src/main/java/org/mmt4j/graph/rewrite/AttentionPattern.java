package org.mmt4j.graph.rewrite;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multiset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.shape.Reshape;

/**
 * Finds attention over packed sequences in a list of operations and replaces it by one {@link
 * PackedAttention}. Applies only if nothing else reads the intermediate results (gradients would):
 *
 * <pre>
 *   q, k, v = permute(reshape(unsorted_segment_sum(·, slotOfRow)))
 *   mixed   = softmax(q kᵀ · scale + mask) v
 *   output  = slice(unsorted_segment_sum(reshape(permute(mixed)), rowOfSlot))
 * </pre>
 */
public final class AttentionPattern {

  /** The number of input arrays of an operation whose other arguments are constants. */
  private static final ImmutableMap<String, Integer> INPUTS =
      ImmutableMap.of(
          "permute",
          1,
          "reshape",
          1,
          "unsorted_segment_sum",
          2,
          "softmax",
          1,
          "add",
          2,
          "mul_scalar",
          1,
          "matmul",
          2,
          "slice",
          1);

  private static final ImmutableList<String> HEADS =
      ImmutableList.of("permute", "reshape", "unsorted_segment_sum");
  private static final ImmutableList<String> WEIGHTS =
      ImmutableList.of("softmax", "add", "mul_scalar", "matmul");
  private static final ImmutableList<String> RESULT =
      ImmutableList.of("slice", "unsorted_segment_sum", "reshape", "permute", "matmul");

  private final SameDiff graph;
  private final ImmutableList<SameDiffOp> ops;
  private final Map<String, SameDiffOp> producers = new HashMap<>();
  private final Multiset<String> reads = HashMultiset.create();
  private final Set<SameDiffOp> replaced = new HashSet<>();

  private AttentionPattern(
      SameDiff graph, ImmutableList<SameDiffOp> ops, ImmutableSet<String> requested) {
    this.graph = graph;
    this.ops = ops;
    reads.addAll(requested);
    for (SameDiffOp op : ops) {
      op.getOutputsOfOp().forEach(name -> producers.put(name, op));
      if (op.getInputsToOp() != null) {
        reads.addAll(op.getInputsToOp());
      }
    }
  }

  /**
   * Returns the operations, with each attention replaced by one operation.
   *
   * @param ops the operations in execution order
   * @param requested the variables that are read after the run
   */
  public static ImmutableList<SameDiffOp> fuse(
      SameDiff graph, ImmutableList<SameDiffOp> ops, ImmutableSet<String> requested) {
    return new AttentionPattern(graph, ops, requested).fused();
  }

  private ImmutableList<SameDiffOp> fused() {
    Map<SameDiffOp, SameDiffOp> attentions = new HashMap<>();
    ops.forEach(op -> attention(op).ifPresent(attention -> attentions.put(op, attention)));
    return ops.stream()
        .filter(op -> !replaced.contains(op) || attentions.containsKey(op))
        .map(op -> attentions.getOrDefault(op, op))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the attention that ends with an operation, and marks all its operations as replaced.
   */
  private Optional<SameDiffOp> attention(SameDiffOp last) {
    String output = last.getOutputsOfOp().get(0);
    List<SameDiffOp> result = chain(output, RESULT);
    if (result.isEmpty()) {
      return Optional.empty();
    }
    SameDiffOp mix = result.get(4);
    List<SameDiffOp> weights = chain(input(mix, 0), WEIGHTS);
    List<SameDiffOp> values = chain(input(mix, 1), HEADS);
    if (weights.isEmpty() || values.isEmpty()) {
      return Optional.empty();
    }
    SameDiffOp product = weights.get(3);
    List<SameDiffOp> queries = chain(input(product, 0), HEADS);
    List<SameDiffOp> keys = chain(input(product, 1), HEADS);
    if (queries.isEmpty() || keys.isEmpty()) {
      return Optional.empty();
    }
    long[] blocks = blocks(queries);
    List<List<SameDiffOp>> inputs = List.of(queries, keys, values);
    if (!isAttention(result, weights, blocks, slotOfRow(queries))
        || !inputs.stream().allMatch(heads -> areHeads(heads, blocks, slotOfRow(queries), last))) {
      return Optional.empty();
    }
    List.of(result, weights, queries, keys, values).forEach(replaced::addAll);
    return Optional.of(
        PackedAttention.of(
            List.of(
                input(queries.get(2), 0),
                input(keys.get(2), 0),
                input(values.get(2), 0),
                input(weights.get(1), 1),
                input(result.get(1), 1),
                slotOfRow(queries)),
            output,
            (int) blocks[2],
            ((ScalarOp) weights.get(2).getOp()).scalar().getFloat(0)));
  }

  private boolean isAttention(
      List<SameDiffOp> result, List<SameDiffOp> weights, long[] blocks, String slotOfRow) {
    if (blocks.length != 4) {
      return false;
    }
    long hiddenSize = blocks[2] * blocks[3];
    long rows = arguments(result.get(0))[2];
    long floatsOfSequence = blocks[1] * (4 * hiddenSize + blocks[2] * blocks[1]);
    return floatsOfSequence <= Integer.MAX_VALUE / Float.BYTES
        && graph.getVariable(result.get(0).getOutputsOfOp().get(0)).dataType() == DataType.FLOAT
        && rows * hiddenSize <= Integer.MAX_VALUE / Float.BYTES
        && hasArguments(result.get(0), 0, 0, rows, hiddenSize)
        && hasArguments(result.get(1), rows + 1)
        && hasArguments(result.get(2), Reshape.C_ORDER, blocks[0] * blocks[1], hiddenSize)
        && swapsTwoAndThree(result.get(3))
        && isProduct(result.get(4), 0)
        && hasArguments(weights.get(0), 3) // softmax over L
        && isProduct(weights.get(3), 1)
        && PackedInputs.areTogether(slotOfRow, input(result.get(1), 1), input(weights.get(1), 1))
        && isInput(input(result.get(1), 1), DataType.INT32, blocks[0] * blocks[1])
        && isInput(input(weights.get(1), 1), DataType.FLOAT, blocks[0], 1, 1, blocks[1]);
  }

  private boolean areHeads(
      List<SameDiffOp> heads, long[] blocks, String slotOfRow, SameDiffOp slice) {
    return swapsTwoAndThree(heads.get(0))
        && Arrays.equals(blocks(heads), blocks)
        && hasArguments(heads.get(2), blocks[0] * blocks[1])
        && slotOfRow(heads).equals(slotOfRow)
        && isInput(slotOfRow, DataType.INT32, arguments(slice)[2]);
  }

  private boolean isInput(String name, DataType dataType, long... shape) {
    SDVariable variable = graph.getVariable(name);
    return variable.getVariableType() == VariableType.PLACEHOLDER
        && variable.dataType() == dataType
        && Arrays.equals(variable.placeholderShape(), shape);
  }

  /**
   * Whether a product is not scaled, and not transposed except for its second factor.
   *
   * @param transposed 1 if the second factor must be transposed, 0 if it must not
   */
  private static boolean isProduct(SameDiffOp op, int transposed) {
    double[] scales = ((DynamicCustomOp) op.getOp()).tArgs();
    return hasArguments(op, 0, transposed, 0) && Arrays.equals(scales, new double[] {1, 0});
  }

  /** (B, L, h, e). */
  private static long[] blocks(List<SameDiffOp> heads) {
    long[] shape = arguments(heads.get(1)); // the first argument is the element order
    return Arrays.copyOfRange(shape, 1, shape.length);
  }

  private static String slotOfRow(List<SameDiffOp> heads) {
    return input(heads.get(2), 1);
  }

  private static boolean swapsTwoAndThree(SameDiffOp permute) {
    return hasArguments(permute, 0, 2, 1, 3);
  }

  private static boolean hasArguments(SameDiffOp op, long... expected) {
    return Arrays.equals(arguments(op), expected);
  }

  private static long[] arguments(SameDiffOp op) {
    return ((DynamicCustomOp) op.getOp()).iArgs();
  }

  private static String input(SameDiffOp op, int index) {
    return op.getInputsToOp().get(index);
  }

  /**
   * Returns the operations of the given names that lead to a variable, last first, each linked by
   * its first input. Returns an empty list if an operation has a different name or if its result
   * has more than one reader. The result of a slice may have any number of readers.
   */
  private List<SameDiffOp> chain(String variable, List<String> names) {
    List<SameDiffOp> chain = new ArrayList<>();
    String name = variable;
    for (String expected : names) {
      SameDiffOp op = producers.get(name);
      if (op == null
          || !op.getOp().opName().equals(expected)
          || op.getInputsToOp().size() != INPUTS.getOrDefault(expected, 0)
          || (reads.count(name) != 1 && !expected.equals("slice"))) {
        return List.of();
      }
      chain.add(op);
      name = input(op, 0);
    }
    return chain;
  }
}
