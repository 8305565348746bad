package org.mmt4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.mmt4j.io.Pickled.Tuple;

/** A NumPy array while a pickle builds it, and its element type. */
final class PickledArray {

  private Optional<StoredArray> array = Optional.empty();

  /** An element type, {@code numpy.dtype}; its byte order is set later. */
  static final class Type {

    private final ArrayElement element;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private Type(ArrayElement element) {
      this.element = element;
    }

    /** Returns the type for the arguments ('f4', align, copy). */
    static Type of(List<Object> arguments) throws PickleException {
      Object name = arguments.isEmpty() ? "nothing" : arguments.get(0);
      if (!(name instanceof String text) || arguments.size() != 3) {
        throw new PickleException("dtype: expected a name and 2 more arguments");
      }
      return new Type(
          ArrayElement.named(text)
              .orElseThrow(
                  () ->
                      new PickleException(
                          "dtype: found " + text + ", expected one of f2, f4, f8, i4, i8")));
    }

    /** Sets the state (version, byte order, None, None, None, size, alignment, flags). */
    void setState(Tuple state) throws PickleException {
      List<Object> items = state.items();
      if (items.size() < 5
          || items.subList(2, 5).stream().anyMatch(item -> item != Pickled.Nothing.NONE)) {
        throw new PickleException("dtype: expected a plain element type");
      }
      order =
          switch (String.valueOf(items.get(1))) {
            case "<" -> ByteOrder.LITTLE_ENDIAN;
            case ">" -> ByteOrder.BIG_ENDIAN;
            default -> throw new PickleException("dtype: expected < or > as byte order");
          };
    }
  }

  /** Returns the array. Requires that {@link #set} was called. */
  StoredArray value() throws PickleException {
    return array.orElseThrow(() -> new PickleException("array: found no values"));
  }

  /** Sets the bytes, element type, shape and element order of the array. */
  void set(ByteBuffer bytes, Object type, Object shape, boolean columnMajor)
      throws PickleException {
    if (!(type instanceof Type known) || !(shape instanceof Tuple axes)) {
      throw new PickleException("array: expected a dtype and a shape");
    }
    long[] lengths = new long[axes.items().size()];
    for (int i = 0; i < lengths.length; i++) {
      if (!(axes.items().get(i) instanceof Long length)) {
        throw new PickleException("array: expected integers as shape");
      }
      lengths[i] = length;
    }
    try {
      array =
          Optional.of(
              StoredArray.of(
                  known.element, lengths, columnMajor, bytes.slice().order(known.order)));
    } catch (IllegalArgumentException e) {
      throw new PickleException("array: " + e.getMessage(), e);
    }
  }
}
