package org.mmt4j.bench.libtorch;

import com.google.common.collect.ImmutableMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Parameters by name, relative to a scope such as {@code vid_bert.encoder.layer.0}, and layers with
 * a weight and a bias.
 *
 * @param all all parameters by full name
 * @param scope prefix of names, empty or ending with a dot
 */
record Weights(ImmutableMap<String, Tensor> all, String scope) {

  /** Returns the parameters relative to {@code scope.inner}. */
  Weights in(String inner) {
    return new Weights(all, scope + inner + ".");
  }

  /**
   * Returns a parameter.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  Tensor get(String name) {
    Tensor tensor = all.get(scope + name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "parameter " + scope + name + ": not found among " + all.size() + " parameters");
    }
    return tensor;
  }

  /** Returns {@code x Wᵀ + b} with the parameters {@code weight} and {@code bias} of a layer. */
  Tensor linear(String layer, Tensor x) {
    Weights own = in(layer);
    return torch.linear(x, own.get("weight"), own.get("bias"));
  }

  /** Applies layer normalization with the parameters of a layer, over the last axis. */
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

  /** Returns rows of the table {@code weight} of a layer. */
  Tensor embedding(String layer, Tensor ids) {
    return torch.embedding(in(layer).get("weight"), ids);
  }
}
