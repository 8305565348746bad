package org.mmt4j.io;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of a pickle other than numbers, strings, lists and dicts, before {@link PickledValues}
 * converts them to plain values.
 */
sealed interface Pickled {

  /** A tuple: a list that cannot be extended. */
  record Tuple(List<Object> items) implements Pickled {}

  /**
   * What an object has, without its code: its attributes, and its entries or items if its class
   * extends dict or list.
   */
  final class Attributes implements Pickled {

    private Map<?, ?> byName = Map.of();
    private final Map<Object, Object> entries = new LinkedHashMap<>();
    private final List<Object> items = new ArrayList<>();

    void set(Map<?, ?> byName) {
      this.byName = byName;
    }

    Map<Object, Object> entries() {
      return entries;
    }

    List<Object> items() {
      return items;
    }

    /** Returns the items of a list, otherwise a dict of the attributes and the entries. */
    Object content() {
      if (!items.isEmpty() && entries.isEmpty()) {
        return items;
      }
      Map<Object, Object> all = new LinkedHashMap<>(byName);
      entries.forEach(all::putIfAbsent);
      return all;
    }
  }

  /** A class, a function or another value that stands for nothing here, by its name in Python. */
  record Opaque(String name) implements Pickled {

    @Override
    public String toString() {
      return "<" + name + ">";
    }
  }

  /** The bytes of a {@link NumpyScalar} or an array. */
  record Bytes(ByteBuffer buffer) implements Pickled {}

  /** {@code None}. */
  enum Nothing implements Pickled {
    NONE
  }

  /** The type of a {@link NumpyScalar}. */
  record NumpyType(String name) implements Pickled {

    int bytes() {
      return name.charAt(name.length() - 1) - '0';
    }
  }

  /** A sequence of elements, of which tensors are views. */
  record Storage(StorageType type, String key, long count) implements Pickled {

    long bytes() {
      return Math.multiplyExact(count, (long) type.bytes());
    }
  }

  /** A tensor: element (i, j, ..) is at offset + i stride_0 + j stride_1 + .. of its storage. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record View(Storage storage, TensorType type, long offset, long[] shape, long[] strides)
      implements Pickled {

    private static final int LARGEST_RANK = 8;

    /**
     * Returns the view for the arguments of {@code _rebuild_tensor_v2} and its relatives: storage,
     * offset, shape, strides, then whether it needs a gradient, hooks, and more. Returns an opaque
     * value for a type that is not read.
     */
    static Pickled of(List<Object> arguments) throws PickleException {
      if (arguments.size() >= 4
          && arguments.get(0) instanceof Storage storage
          && arguments.get(1) instanceof Long offset
          && arguments.get(2) instanceof Tuple shape
          && arguments.get(3) instanceof Tuple strides) {
        if (storage.type().elements().isEmpty()) {
          return new Opaque("tensor of " + storage.type().name());
        }
        TensorType type = storage.type().elements().get();
        View view = new View(storage, type, offset, integers(shape), integers(strides));
        view.requireInsideStorage();
        return view;
      }
      throw new PickleException(
          "tensor: found "
              + arguments.size()
              + " arguments, expected storage, offset, shape, strides and more");
    }

    /** Returns the number of bytes of its elements in the file. */
    long bytes() {
      return Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
    }

    /** Returns whether its elements are contiguous and row-major in the storage. */
    boolean isRowMajor() {
      long expected = 1;
      for (int d = shape.length - 1; d >= 0; d--) {
        if (shape[d] > 1 && strides[d] != expected) {
          return false;
        }
        expected *= shape[d];
      }
      return true;
    }

    private void requireInsideStorage() throws PickleException {
      if (shape.length != strides.length || shape.length > LARGEST_RANK || offset < 0) {
        throw new PickleException(
            this
                + ": expected as many strides as sizes, rank at most 8 and an offset of at least 0");
      }
      try {
        long last = offset;
        for (int d = 0; d < shape.length; d++) {
          if (shape[d] < 0 || strides[d] < 0) {
            throw new PickleException(
                this + ": expected sizes of at least 0 and strides of at least 0");
          }
          last = Math.addExact(last, Math.multiplyExact(shape[d] - 1, strides[d]));
        }
        long bytes = bytes();
        if (bytes > 0 && (last >= storage.count() || bytes > Integer.MAX_VALUE)) {
          throw new PickleException(this + ": expected all elements inside the storage");
        }
      } catch (ArithmeticException e) {
        throw new PickleException(this + ": shape overflows", e);
      }
    }

    private static long[] integers(Tuple tuple) throws PickleException {
      long[] values = new long[Math.min(tuple.items().size(), LARGEST_RANK + 1)];
      for (int i = 0; i < values.length; i++) {
        if (!(tuple.items().get(i) instanceof Long number)) {
          throw new PickleException("tensor: expected integers as shape and strides");
        }
        values[i] = number;
      }
      return values;
    }

    @Override
    public String toString() {
      return "tensor of storage "
          + storage.key()
          + ": found offset "
          + offset
          + ", shape "
          + Arrays.toString(shape)
          + ", strides "
          + Arrays.toString(strides)
          + " of "
          + storage.count()
          + " elements";
    }
  }
}
