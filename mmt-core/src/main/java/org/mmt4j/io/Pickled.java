package org.mmt4j.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a pickle holds besides numbers, strings, lists and dicts, before {@link PickledValues} makes
 * plain values of it.
 */
sealed interface Pickled {

  /** A tuple: a list that nothing can be appended to. */
  record Tuple(List<Object> items) implements Pickled {}

  /** An object of an allowed class: its attributes, and none of its code. */
  final class Attributes implements Pickled {

    private Map<?, ?> byName = Map.of();

    Map<?, ?> byName() {
      return byName;
    }

    void set(Map<?, ?> byName) {
      this.byName = byName;
    }
  }

  /** Bytes of a {@link NumpyScalar} or an array. */
  record Bytes(ByteBuffer buffer) implements Pickled {}

  /** {@code None}. */
  enum Nothing implements Pickled {
    NONE
  }

  /** Type of a {@link NumpyScalar}, and nothing else. */
  record NumpyType(TensorType type) implements Pickled {}

  /** Elements in a row that tensors are views of. */
  record Storage(TensorType type, String key, long count) implements Pickled {

    long bytes() {
      return Math.multiplyExact(count, (long) type.bytes());
    }
  }

  /** A tensor: element (i, j, ..) is at offset + i stride_0 + j stride_1 + .. of its storage. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record View(Storage storage, long offset, long[] shape, long[] strides) implements Pickled {

    private static final int LARGEST_RANK = 8;

    /**
     * From the arguments of {@code _rebuild_tensor_v2}: storage, offset, shape, strides, whether it
     * needs a gradient, hooks, and sometimes metadata.
     */
    static View of(List<Object> arguments) throws PickleException {
      if ((arguments.size() == 6 || arguments.size() == 7)
          && arguments.get(0) instanceof Storage storage
          && arguments.get(1) instanceof Long offset
          && arguments.get(2) instanceof Tuple shape
          && arguments.get(3) instanceof Tuple strides) {
        View view = new View(storage, offset, wholeNumbers(shape), wholeNumbers(strides));
        view.requireInsideStorage();
        return view;
      }
      throw new PickleException(
          "tensor: found "
              + arguments.size()
              + " arguments, expected storage, offset, shape, strides and 2 or 3 more");
    }

    long bytes() {
      return Arrays.stream(shape).reduce(storage.type().bytes(), Math::multiplyExact);
    }

    /** Whether its elements follow each other in the storage, row by row. */
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
          if (shape[d] < 1 || strides[d] < 0) {
            throw new PickleException(
                this + ": expected sizes of at least 1 and no stride below 0");
          }
          last = Math.addExact(last, Math.multiplyExact(shape[d] - 1, strides[d]));
        }
        if (last >= storage.count() || bytes() > Integer.MAX_VALUE) {
          throw new PickleException(this + ": expected all elements inside the storage");
        }
      } catch (ArithmeticException e) {
        throw new PickleException(this + ": shape overflows", e);
      }
    }

    private static long[] wholeNumbers(Tuple tuple) throws PickleException {
      long[] numbers = new long[Math.min(tuple.items().size(), LARGEST_RANK + 1)];
      for (int i = 0; i < numbers.length; i++) {
        if (!(tuple.items().get(i) instanceof Long number)) {
          throw new PickleException("tensor: expected whole numbers as shape and strides");
        }
        numbers[i] = number;
      }
      return numbers;
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
