package org.mmt4j.bench.libtorch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Short forms of verbose operations of libtorch's Java API. */
final class Tensors {

  private Tensors() {}

  static Scalar scalar(double value) {
    return new Scalar(value);
  }

  /** Returns {@code x / max(||x||, 1e-12)} over the last axis. */
  static Tensor normalized(Tensor x) {
    Tensor norm = x.norm(new ScalarOptional(scalar(2)), new long[] {-1}, true);
    return x.div(norm.clamp_min(scalar(1e-12)));
  }

  /** Applies dropout, except if the probability is 0. */
  static Tensor dropout(Tensor x, double probability) {
    return probability == 0 ? x : torch.dropout(x, probability, true);
  }

  /** Returns the values, row by row. */
  static float[] floats(Tensor x) {
    float[] values = new float[Math.toIntExact(x.numel())];
    x.contiguous().data_ptr_float().get(values);
    return values;
  }
}
