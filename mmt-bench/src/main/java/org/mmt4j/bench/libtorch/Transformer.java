package org.mmt4j.bench.libtorch;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Post-norm transformer encoder over padded sequences, as in BERT, with libtorch's fused attention
 * if available.
 *
 * @param layers number of layers
 * @param heads number of attention heads
 * @param norm parameter name of layer normalization
 * @param dropout probability of dropout after layers and of attention weights; 0 for none
 */
record Transformer(int layers, int heads, String norm, double dropout) {

  /** Score added for masked tokens. */
  private static final double MASKED_SCORE = -10000;

  /**
   * Applies all layers.
   *
   * @param x (B, L, d)
   * @param attentionMask 1 for tokens, 0 for padding, (B, L)
   * @return (B, L, d)
   */
  Tensor apply(Weights weights, Tensor x, Tensor attentionMask) {
    Tensor mask =
        torch
            .rsub(attentionMask, Tensors.scalar(1))
            .mul(Tensors.scalar(MASKED_SCORE))
            .view(x.size(0), 1, 1, x.size(1));
    for (int layer = 0; layer < layers; layer++) {
      x = layer(weights.in("layer." + layer), x, mask);
    }
    return x;
  }

  private Tensor layer(Weights weights, Tensor x, Tensor mask) {
    Tensor context = attention(weights.in("attention.self"), x, mask);
    Tensor projected = dropped(weights.linear("attention.output.dense", context));
    Tensor attended = weights.layerNorm("attention.output." + norm, projected.add(x));
    Tensor inner = torch.gelu(weights.linear("intermediate.dense", attended));
    Tensor output = dropped(weights.linear("output.dense", inner));
    return weights.layerNorm("output." + norm, output.add(attended));
  }

  private Tensor attention(Weights weights, Tensor x, Tensor mask) {
    Tensor context =
        torch.scaled_dot_product_attention(
            heads(weights.linear("query", x)),
            heads(weights.linear("key", x)),
            heads(weights.linear("value", x)),
            new TensorOptional(mask),
            dropout,
            false,
            new DoubleOptional(),
            false);
    // (B, h, L, e) -> (B, L, h, e) -> (B, L, d)
    return context.transpose(1, 2).reshape(x.size(0), x.size(1), x.size(2));
  }

  /** Reshapes (B, L, d) to (B, h, L, d / h). */
  private Tensor heads(Tensor x) {
    return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
  }

  private Tensor dropped(Tensor x) {
    return Tensors.dropout(x, dropout);
  }
}
