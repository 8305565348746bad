package org.mmt4j.graph.rewrite;

import java.util.List;
import org.mmt4j.graph.ir.Attention;
import org.mmt4j.graph.ir.Copy;
import org.mmt4j.graph.ir.Value;
import org.mmt4j.graph.kernel.AttentionKernel;
import org.mmt4j.graph.memory.HostMemory;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * Attention over sequences packed in a matrix, as one operation. {@link AttentionPattern} puts it
 * in place of padding, products, softmax and packing. Only {@link AttentionKernel} can compute it,
 * so it exists only inside the compiler.
 *
 * <p>Inputs: queries, keys and values, each (n, d); mask (B, 1, 1, L); row of each slot (B L), n
 * for an empty slot; slot of each row (n). Output: (n, d), 0 for rows that their slot does not hold
 * (padding).
 */
public final class PackedAttention extends DynamicCustomOp {

  public static final String NAME = "packed_attention";

  private final int heads;
  private final float scale;

  private PackedAttention(int heads, float scale) {
    this.heads = heads;
    this.scale = scale;
  }

  /**
   * Returns the operation.
   *
   * @param scale the factor of the products of queries and keys
   */
  static SameDiffOp of(List<String> inputs, String output, int heads, float scale) {
    return SameDiffOp.builder()
        .name(output)
        .op(new PackedAttention(heads, scale))
        .inputsToOp(inputs)
        .outputsOfOp(List.of(output))
        .build();
  }

  @Override
  public String opName() {
    return NAME;
  }

  static Value[] lower(OpRecorder op) {
    PackedAttention attention = (PackedAttention) op.function();
    INDArray queries = dense(op, op.input(0));
    INDArray mask = op.input(3);
    Attention.Size size =
        new Attention.Size(
            (int) queries.size(0),
            (int) queries.size(1),
            attention.heads,
            (int) mask.size(0),
            (int) mask.size(3));
    Value out = op.output(queries.dataType(), queries.shape());
    op.add(
        new Attention(
            size,
            attention.scale,
            queries,
            dense(op, op.input(1)),
            dense(op, op.input(2)),
            mask,
            op.input(4),
            op.input(5),
            out.array(),
            op.scratch(queries.dataType(), AttentionKernel.memoryShape(size))));
    return new Value[] {out};
  }

  /** Returns the array itself if the kernel can read it, otherwise a copy. */
  private static INDArray dense(OpRecorder op, INDArray x) {
    if (HostMemory.supports(x)) {
      return x;
    }
    INDArray copy = op.scratch(x.dataType(), x.shape());
    op.add(new Copy(x, copy));
    return copy;
  }
}
