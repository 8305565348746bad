package org.mmt4j.bench.libtorch;

import com.google.common.collect.ImmutableMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Parameters by name, seen from a scope such as {@code vid_bert.encoder.layer.0}, and the layers
 * that take two of them.
 *
 * @param all by whole name
 * @param scope prefix of names, empty or with a dot at its end
 */
record Weights(ImmutableMap<String, Tensor> all, String scope) {

  /** The names below {@code scope.inner}. */
  Weights in(String inner) {
    return new Weights(all, scope + inner + ".");
  }

  /**
   * A parameter.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  Tensor get(String name) {
    Tensor tensor = all.get(scope + name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "parameter " + scope + name + ": found none, expected it among " + all.size());
    }
    return tensor;
  }

  /** {@code x Wᵀ + b} with the parameters {@code weight} and {@code bias} of a layer. */
  Tensor linear(String layer, Tensor x) {
    Weights own = in(layer);
    return torch.linear(x, own.get("weight"), own.get("bias"));
  }

  /** Layer norm with the parameters of a layer, over the last axis. */
  Tensor layerNorm(String layer, Tensor x) {
    Weights own = in(layer);
    return torch.layer_norm(
        x,
        new long[] {x.size(-1)},
        new TensorOptional(own.get("weight")),
        new TensorOptional(own.get("bias")),
        1e-12,
        true);
  }

  /** Rows of the table {@code weight} of a layer. */
  Tensor embedding(String layer, Tensor ids) {
    return torch.embedding(in(layer).get("weight"), ids);
  }
}
