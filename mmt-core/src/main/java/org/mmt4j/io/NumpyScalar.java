package org.mmt4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mmt4j.io.Pickled.Bytes;
import org.mmt4j.io.Pickled.NumpyType;
import org.mmt4j.io.Pickled.Tuple;

/**
 * A NumPy scalar in a pickle: {@code scalar(dtype, bytes)}, with {@code dtype("f8", False, True)},
 * whose state contains the byte order, and {@code bytes} as {@code encode(string, "latin1")}.
 * Supports only little-endian float64, float32 and int64.
 *
 * <p>Source: {@code gentype_reduce} and {@code arraydescr_reduce} of numpy 1.24.
 */
final class NumpyScalar {

  private NumpyScalar() {}

  static NumpyType type(List<Object> arguments) throws PickleException {
    Object name = arguments.size() == 3 ? arguments.get(0) : arguments.size() + " arguments";
    if (name.equals("f8")) {
      return new NumpyType(TensorType.F64);
    }
    if (name.equals("f4")) {
      return new NumpyType(TensorType.F32);
    }
    if (name.equals("i8")) {
      return new NumpyType(TensorType.I64);
    }
    throw new PickleException("numpy dtype: found " + name + ", expected f8, f4 or i8");
  }

  /** Checks the state of a type: (version, byte order, ..). */
  static void requireLittleEndian(Object state) throws PickleException {
    if (!(state instanceof Tuple tuple)
        || tuple.items().size() < 2
        || !tuple.items().get(1).equals("<")) {
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

  /** Returns a Double or a Long. */
  static Object of(List<Object> arguments) throws PickleException {
    if (arguments.size() == 2
        && arguments.get(0) instanceof NumpyType numpy
        && arguments.get(1) instanceof Bytes bytes
        && bytes.buffer().remaining() == numpy.type().bytes()) {
      ByteBuffer value = bytes.buffer().slice().order(ByteOrder.LITTLE_ENDIAN);
      return switch (numpy.type()) {
        case F64 -> value.getDouble();
        case F32 -> (double) value.getFloat();
        default -> value.getLong();
      };
    }
    throw new PickleException("numpy scalar: expected a dtype and a value of its size");
  }
}
