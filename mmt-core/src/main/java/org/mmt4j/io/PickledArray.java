package org.mmt4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mmt4j.io.NumpyValue.Numbers;
import org.mmt4j.io.NumpyValue.Other;
import org.mmt4j.io.Pickled.Tuple;

/**
 * A NumPy array while a pickle builds it, and its element type. An array whose type cannot be read
 * is an {@link Other}, so that it does not make the rest of the pickle unreadable.
 */
final class PickledArray {

  private Optional<NumpyValue> array = Optional.empty();

  /** An element type, {@code numpy.dtype}; its byte order is set later. */
  static final class Type {

    private final String name;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private Type(String name) {
      this.name = name;
    }

    /** Returns the type for the arguments ('f4', align, copy). */
    static Type of(List<Object> arguments) throws PickleException {
      Object name = arguments.isEmpty() ? "nothing" : arguments.get(0);
      if (!(name instanceof String text) || arguments.size() != 3) {
        throw new PickleException("dtype: expected a name and 2 more arguments");
      }
      return new Type(text);
    }

    /** Sets the state (version, byte order, ...). */
    void setState(Tuple state) throws PickleException {
      List<Object> items = state.items();
      String symbol = items.size() < 5 ? "" : String.valueOf(items.get(1));
      order =
          switch (symbol) {
            case "<", "|", "=" -> ByteOrder.LITTLE_ENDIAN;
            case ">" -> ByteOrder.BIG_ENDIAN;
            default -> throw new PickleException("dtype: expected <, > or | as byte order");
          };
    }

    boolean isObject() {
      return name.startsWith("O");
    }

    boolean isInteger() {
      return name.startsWith("i") || name.startsWith("u");
    }

    /** Returns an integer of this type, exactly: as a float64 it would be rounded from 2^53 on. */
    long integer(ByteBuffer bytes) {
      ByteBuffer ordered = bytes.slice().order(order);
      return switch (name) {
        case "i1" -> ordered.get();
        case "u1" -> Byte.toUnsignedLong(ordered.get());
        case "i2" -> ordered.getShort();
        case "u2" -> Short.toUnsignedLong(ordered.getShort());
        case "i4" -> ordered.getInt();
        case "u4" -> Integer.toUnsignedLong(ordered.getInt());
        default -> ordered.getLong();
      };
    }

    Optional<ArrayElement> element() {
      return ArrayElement.named(name);
    }

    Other unsupported() {
      return new Other(
          "an array with elements of type " + name + ", " + ArrayElement.expected(name));
    }
  }

  /** Returns the array. Requires that one of the setters was called. */
  NumpyValue value() throws PickleException {
    return array.orElseThrow(() -> new PickleException("array: found no values"));
  }

  /** Sets the bytes, element type, shape and element order of the array. */
  void set(ByteBuffer bytes, Object type, Object shape, boolean columnMajor)
      throws PickleException {
    if (!(type instanceof Type known)) {
      throw new PickleException("array: expected a dtype and a shape");
    }
    long[] lengths = lengths(shape);
    Optional<ArrayElement> element = known.element();
    if (element.isEmpty()) {
      array = Optional.of(known.unsupported());
      return;
    }
    try {
      array =
          Optional.of(
              new Numbers(
                  StoredArray.of(
                      element.get(), lengths, columnMajor, bytes.slice().order(known.order))));
    } catch (IllegalArgumentException e) {
      throw new PickleException("array: " + e.getMessage(), e);
    }
  }

  /**
   * Sets the elements of an array of objects: numbers, or arrays of numbers that all have one
   * shape, which becomes (elements, shape).
   *
   * @param mostNumbers number of numbers that may be copied; more are a damaged pickle
   * @return number of numbers that were copied
   */
  long setObjects(List<?> elements, Object shape, long mostNumbers) throws PickleException {
    long[] lengths = lengths(shape);
    if (Arrays.stream(lengths).reduce(1, (a, b) -> a * b) != elements.size()) {
      throw new PickleException("array: expected as many objects as its shape states");
    }
    Optional<StoredArray> first = elements.isEmpty() ? Optional.empty() : numbers(elements.get(0));
    if (first.isEmpty()) {
      array = Optional.of(new Other("an array of objects, expected an array of numbers"));
      return 0;
    }
    long count = (long) elements.size() * first.get().length();
    if (count > mostNumbers) {
      throw new PickleException("array: expected fewer numbers than bytes in the file");
    }
    float[] copied = new float[(int) count];
    int at = 0;
    for (Object element : elements) {
      Optional<StoredArray> next = numbers(element);
      if (next.isEmpty() || !Arrays.equals(next.get().shape(), first.get().shape())) {
        array =
            Optional.of(new Other("an array of objects that differ, expected arrays of one shape"));
        return at;
      }
      float[] values = next.get().toFloats();
      System.arraycopy(values, 0, copied, at, values.length);
      at += values.length;
    }
    try {
      array =
          Optional.of(new Numbers(StoredArray.of(concat(lengths, first.get().shape()), copied)));
    } catch (IllegalArgumentException e) {
      throw new PickleException("array: " + e.getMessage(), e);
    }
    return count;
  }

  private static Optional<StoredArray> numbers(Object element) throws PickleException {
    if (element instanceof PickledArray nested && nested.value() instanceof Numbers found) {
      return Optional.of(found.array());
    }
    return element instanceof Number number
        ? Optional.of(StoredArray.of(new long[0], new float[] {number.floatValue()}))
        : Optional.empty();
  }

  private static long[] lengths(Object shape) throws PickleException {
    if (!(shape instanceof Tuple axes)) {
      throw new PickleException("array: expected a dtype and a shape");
    }
    long[] lengths = new long[axes.items().size()];
    for (int i = 0; i < lengths.length; i++) {
      if (!(axes.items().get(i) instanceof Long length)) {
        throw new PickleException("array: expected integers as shape");
      }
      lengths[i] = length;
    }
    return lengths;
  }

  private static long[] concat(long[] a, long[] b) {
    long[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
