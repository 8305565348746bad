package org.mmt4j.bench.libtorch;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.mmt4j.bench.BatchFile;

/**
 * A padded batch as in the reference, with the names of {@link BatchFile}.
 *
 * @param tensors tensors by name
 */
record PaddedBatch(ImmutableMap<String, Tensor> tensors) {

  /** Reads a batch that is padded to the maximum lengths. */
  static PaddedBatch read(Path file) throws IOException {
    return new PaddedBatch(TensorFile.read(file));
  }

  Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "batch: expected a tensor " + name + ", found " + tensors.keySet());
    }
    return tensor;
  }

  /**
   * Returns this batch truncated to the largest number of features of each expert and to the
   * longest caption.
   */
  PaddedBatch truncated() {
    ImmutableMap.Builder<String, Tensor> truncated = ImmutableMap.builder();
    tensors.forEach((name, tensor) -> truncated.put(name, truncated(name, tensor)));
    return new PaddedBatch(truncated.buildOrThrow());
  }

  private Tensor truncated(String name, Tensor tensor) {
    String mask = BatchFile.maskOf(name);
    if (mask.isEmpty()) {
      return tensor;
    }
    long longest = (long) get(mask).sum(1).max().item_float(); // masks are ones, then zeros
    return tensor.narrow(1, 0, longest).contiguous();
  }
}
