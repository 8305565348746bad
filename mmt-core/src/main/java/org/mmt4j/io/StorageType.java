package org.mmt4j.io;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * The element type of a storage in a PyTorch file.
 *
 * @param name name of PyTorch's class, {@code FloatStorage}
 * @param bytes size of an element
 * @param elements the type of tensors that are read; empty for those that are not
 */
record StorageType(String name, int bytes, Optional<TensorType> elements) {

  private static final ImmutableMap<String, TensorType> READ =
      ImmutableMap.of(
          "FloatStorage", TensorType.F32,
          "DoubleStorage", TensorType.F64,
          "HalfStorage", TensorType.F16,
          "BFloat16Storage", TensorType.BF16,
          "IntStorage", TensorType.I32,
          "LongStorage", TensorType.I64);

  /** Sizes of the other types: states of random generators are bytes, masks are booleans. */
  private static final ImmutableMap<String, Integer> SKIPPED =
      ImmutableMap.<String, Integer>builder()
          .put("ByteStorage", 1)
          .put("CharStorage", 1)
          .put("BoolStorage", 1)
          .put("ShortStorage", 2)
          .put("ComplexFloatStorage", 8)
          .put("ComplexDoubleStorage", 16)
          .put("QInt8Storage", 1)
          .put("QUInt8Storage", 1)
          .put("QInt32Storage", 4)
          .put("QUInt4x2Storage", 1)
          .put("QUInt2x4Storage", 1)
          .put("UntypedStorage", 1)
          .put("_UntypedStorage", 1)
          .buildOrThrow();

  /** Returns the type of a class such as {@code torch FloatStorage}. */
  static Optional<StorageType> named(String qualifiedName) {
    if (!qualifiedName.startsWith("torch")) {
      return Optional.empty();
    }
    String name = qualifiedName.substring(qualifiedName.lastIndexOf(' ') + 1);
    Optional<TensorType> read = Optional.ofNullable(READ.get(name));
    return read.map(TensorType::bytes)
        .or(() -> Optional.ofNullable(SKIPPED.get(name)))
        .map(bytes -> new StorageType(name, bytes, read));
  }
}
