package org.mmt4j.bench.libtorch;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.mmt4j.graph.device.Precision;

/** Mixed precision, like Python's {@code torch.autocast("cpu", torch.bfloat16)}. */
final class Autocast {

  private static boolean enabled;

  private Autocast() {}

  /** Sets the precision of the process. */
  static void set(Precision precision) {
    enabled = precision == Precision.BFLOAT16;
    torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
  }

  /** Runs a forward pass; the result is float32. Converted parameters are kept for the pass. */
  static Tensor run(Supplier<Tensor> work) {
    if (!enabled) {
      return work.get();
    }
    torch.set_autocast_enabled(DeviceType.CPU, true);
    torch.increment_nesting();
    try {
      return work.get().to(ScalarType.Float);
    } finally {
      if (torch.decrement_nesting() == 0) {
        torch.clear_cache();
      }
      torch.set_autocast_enabled(DeviceType.CPU, false);
    }
  }
}
