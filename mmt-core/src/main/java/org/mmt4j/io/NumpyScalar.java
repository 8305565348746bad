package org.mmt4j.io;

import com.google.common.collect.ImmutableSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mmt4j.io.Pickled.Bytes;
import org.mmt4j.io.Pickled.NumpyType;
import org.mmt4j.io.Pickled.Opaque;
import org.mmt4j.io.Pickled.Tuple;

/**
 * A NumPy scalar in a pickle: {@code scalar(dtype, bytes)}, with {@code dtype("f8", False, True)},
 * whose state contains the byte order, and {@code bytes} as {@code encode(string, "latin1")}.
 * Supports little-endian numbers up to 64 bits, except uint64, and booleans.
 *
 * <p>Source: {@code gentype_reduce} and {@code arraydescr_reduce} of numpy 1.24.
 */
final class NumpyScalar {

  /** Names of the types; the last character is the number of bytes. */
  private static final ImmutableSet<String> TYPES =
      ImmutableSet.of("f8", "f4", "f2", "i8", "i4", "u4", "i2", "u2", "i1", "u1", "b1");

  private NumpyScalar() {}

  /** Returns the type, or an opaque value for a type that is not read. */
  static Pickled type(List<Object> arguments) {
    Object name = arguments.isEmpty() ? "without a name" : arguments.get(0);
    return name instanceof String text && TYPES.contains(text)
        ? new NumpyType(text)
        : new Opaque("numpy dtype " + name);
  }

  /** Checks the state of a type: (version, byte order, ..). */
  static void requireLittleEndian(Object state) throws PickleException {
    if (!(state instanceof Tuple tuple)
        || tuple.items().size() < 2
        || !(tuple.items().get(1) instanceof String order)
        || !(order.equals("<") || order.equals("|"))) { // "|": a single byte
      throw new PickleException("numpy dtype: expected little-endian values");
    }
  }

  static Bytes bytes(List<Object> arguments) throws PickleException {
    if (arguments.size() == 2
        && arguments.get(0) instanceof String text
        && arguments.get(1).equals("latin1")
        && text.chars().allMatch(c -> c <= 0xff)) {
      return new Bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
    throw new PickleException("encode: expected a string of bytes and latin1");
  }

  /** Returns a Double, a Long or a Boolean, or an opaque value for a type that is not read. */
  static Object of(List<Object> arguments) throws PickleException {
    if (arguments.size() == 2 && arguments.get(0) instanceof Opaque type) {
      return type;
    }
    if (arguments.size() == 2
        && arguments.get(0) instanceof NumpyType numpy
        && arguments.get(1) instanceof Bytes bytes
        && bytes.buffer().remaining() == numpy.bytes()) {
      return value(numpy.name(), bytes.buffer().slice().order(ByteOrder.LITTLE_ENDIAN));
    }
    throw new PickleException("numpy scalar: expected a dtype and a value of its size");
  }

  private static Object value(String type, ByteBuffer bytes) {
    return switch (type) {
      case "f8" -> bytes.getDouble();
      case "f4" -> (double) bytes.getFloat();
      case "f2" -> (double) TensorType.ofF16(bytes.getShort());
      case "i8" -> bytes.getLong();
      case "i4" -> (long) bytes.getInt();
      case "u4" -> Integer.toUnsignedLong(bytes.getInt());
      case "i2" -> (long) bytes.getShort();
      case "u2" -> (long) Short.toUnsignedInt(bytes.getShort());
      case "i1" -> (long) bytes.get();
      case "u1" -> (long) Byte.toUnsignedInt(bytes.get());
      default -> bytes.get() != 0; // b1
    };
  }
}
