package org.mmt4j.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Element types of arrays in files. */
enum ArrayElement {
  F16("f2", 2),
  BF16("", 2), // not a NumPy type
  F32("f4", 4),
  F64("f8", 8),
  I32("i4", 4),
  I64("i8", 8);

  private final String numpyName;
  private final int bytes;

  ArrayElement(String numpyName, int bytes) {
    this.numpyName = numpyName;
    this.bytes = bytes;
  }

  /** Returns the element type with a NumPy name, without byte order. */
  static Optional<ArrayElement> named(String numpyName) {
    return Arrays.stream(values())
        .filter(e -> !numpyName.isEmpty() && e.numpyName.equals(numpyName))
        .findFirst();
  }

  int bytes() {
    return bytes;
  }

  /** Returns element {@code index} of a buffer. */
  double at(ByteBuffer buffer, int index) {
    int at = buffer.position() + index * bytes;
    return switch (this) {
      case F16 -> TensorType.ofF16(buffer.getShort(at));
      case BF16 -> Float.intBitsToFloat(buffer.getShort(at) << Short.SIZE);
      case F32 -> buffer.getFloat(at);
      case F64 -> buffer.getDouble(at);
      case I32 -> buffer.getInt(at);
      case I64 -> buffer.getLong(at);
    };
  }
}
