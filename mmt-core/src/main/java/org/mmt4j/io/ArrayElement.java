package org.mmt4j.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Element types of arrays in files. */
enum ArrayElement {
  F16("f2", 2),
  BF16("", 2), // not a NumPy type
  F32("f4", 4),
  F64("f8", 8),
  I8("i1", 1),
  I16("i2", 2),
  I32("i4", 4),
  I64("i8", 8),
  U8("u1", 1),
  U16("u2", 2),
  U32("u4", 4),
  U64("u8", 8),
  BOOL("b1", 1);

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

  /** Returns the same as {@link #named}, or throws an exception with advice. */
  static ArrayElement required(String numpyName) {
    return named(numpyName)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "found elements of type " + numpyName + ", " + expected(numpyName)));
  }

  /** Returns what is expected instead of a type that cannot be read, with advice. */
  static String expected(String numpyName) {
    String names =
        Arrays.stream(values())
            .map(e -> e.numpyName)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.joining(", "));
    return "expected one of "
        + names
        + (numpyName.equals("V2")
            ? " (V2 is how NumPy saves bfloat16: convert to float32 before saving)"
            : " (convert with array.astype('float32'))");
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
      case I8 -> buffer.get(at);
      case I16 -> buffer.getShort(at);
      case I32 -> buffer.getInt(at);
      case I64 -> buffer.getLong(at);
      case U8 -> Byte.toUnsignedInt(buffer.get(at));
      case U16 -> Short.toUnsignedInt(buffer.getShort(at));
      case U32 -> Integer.toUnsignedLong(buffer.getInt(at));
      case U64 -> unsigned(buffer.getLong(at));
      case BOOL -> buffer.get(at) == 0 ? 0 : 1;
    };
  }

  /** Rounds to nearest by halving: the lowest bit stays set if it was. */
  private static double unsigned(long value) {
    return value >= 0 ? value : 2.0 * ((value >>> 1) | (value & 1));
  }
}
