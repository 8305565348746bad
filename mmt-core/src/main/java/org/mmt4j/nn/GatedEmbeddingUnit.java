package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Gated embedding unit (Miech et al.; paper, section 3.2, one unit per expert):
 *
 * <pre>
 *   y = W₁ x + b₁
 *   z = y * sigmoid(batchNorm(W₂ y + b₂)), batch norm optional
 *   output = z / max(||z||, 1e-12)
 * </pre>
 *
 * <p>Parameters {@code fc}, {@code cg.fc} (both {@link Linear}) and {@code cg.batch_norm}, which is
 * unused without batch norm.
 *
 * @param in the dimension of x
 * @param out the dimension of the output
 * @param batchNorm whether the gate is normalised over the batch
 */
public record GatedEmbeddingUnit(int in, int out, boolean batchNorm) {

  /**
   * Applies the unit to rows.
   *
   * @param x (n, in)
   * @param n the number of rows, at least 2 when training with batch norm
   * @return (n, out), rows with norm 1
   */
  public SDVariable apply(LayerContext context, SDVariable x, int n) {
    SameDiff graph = context.graph();
    LayerContext gate = context.scope("cg");
    SDVariable y = Linear.of(in, out).apply(context.scope("fc"), x);
    SDVariable logits = Linear.of(out, out).apply(gate.scope("fc"), y);
    SDVariable normalized = normalized(gate.scope("batch_norm"), logits, n);
    return Activations.l2Normalize(y.mul(graph.nn().sigmoid(normalized)));
  }

  private SDVariable normalized(LayerContext context, SDVariable logits, int n) {
    BatchNorm norm = new BatchNorm(out);
    if (batchNorm) {
      return norm.apply(context, logits, n);
    }
    norm.declareUnused(context);
    return logits;
  }
}
