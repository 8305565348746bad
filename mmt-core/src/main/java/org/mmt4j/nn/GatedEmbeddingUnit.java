package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Gated embedding unit with batch norm (Miech et al.; paper, section 3.2, one unit an expert):
 *
 * <pre>
 *   y = W₁ x + b₁
 *   z = y * sigmoid(batchNorm(W₂ y + b₂))
 *   output = z / max(||z||, 1e-12)
 * </pre>
 *
 * <p>Parameters {@code fc}, {@code cg.fc} (both {@link Linear}), {@code cg.batch_norm}.
 *
 * @param in length of x
 * @param out length of the output
 */
public record GatedEmbeddingUnit(int in, int out) {

  /**
   * Applies the unit to rows.
   *
   * @param x (n, in)
   * @param n number of rows, at least 2 when training
   * @return (n, out), rows of length 1
   */
  public SDVariable apply(LayerContext context, SDVariable x, int n) {
    SameDiff graph = context.graph();
    LayerContext gate = context.scope("cg");
    SDVariable y = Linear.of(in, out).apply(context.scope("fc"), x);
    SDVariable logits = Linear.of(out, out).apply(gate.scope("fc"), y);
    SDVariable normalized = new BatchNorm(out).apply(gate.scope("batch_norm"), logits, n);
    return Activations.l2Normalize(y.mul(graph.nn().sigmoid(normalized)));
  }
}
