package org.mmt4j.bench.libtorch;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.mmt4j.bench.BatchFile;

/**
 * A batch as the authors' loader makes it, padded, by the names of {@link BatchFile}.
 *
 * @param tensors by name
 */
record PaddedBatch(ImmutableMap<String, Tensor> tensors) {

  /** Padded to the most there can be. */
  static PaddedBatch read(Path file) throws IOException {
    return new PaddedBatch(TensorFile.read(file));
  }

  Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "batch: found no " + name + ", expected it among " + tensors.keySet());
    }
    return tensor;
  }

  /** Truncated to the most features of each expert, and to the longest caption. */
  PaddedBatch truncated() {
    ImmutableMap.Builder<String, Tensor> truncated = ImmutableMap.builder();
    tensors.forEach((name, tensor) -> truncated.put(name, truncated(name, tensor)));
    return new PaddedBatch(truncated.buildOrThrow());
  }

  private Tensor truncated(String name, Tensor tensor) {
    String visible = BatchFile.maskOf(name);
    if (visible.isEmpty()) {
      return tensor;
    }
    long longest = (long) get(visible).sum(1).max().item_float(); // masks are ones, then zeros
    return tensor.narrow(1, 0, longest).contiguous();
  }
}
