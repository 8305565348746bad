package org.mmt4j.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * An array in the format of a file: element type, shape and bytes, in either byte order, row-major
 * or column-major. The bytes are copied only when values are read. Immutable.
 */
public final class StoredArray {

  private static final int LARGEST_RANK = 8;

  private final ArrayElement element;
  private final long[] shape;
  private final boolean columnMajor;
  private final ByteBuffer bytes;

  private StoredArray(ArrayElement element, long[] shape, boolean columnMajor, ByteBuffer bytes) {
    this.element = element;
    this.shape = shape;
    this.columnMajor = columnMajor;
    this.bytes = bytes;
  }

  /**
   * Returns an array over bytes.
   *
   * @param bytes the bytes of all elements, in the byte order of the buffer
   * @throws IllegalArgumentException if the rank is greater than 8, or the number of bytes does not
   *     match the shape
   */
  static StoredArray of(ArrayElement element, long[] shape, boolean columnMajor, ByteBuffer bytes) {
    long expected = shape.length > LARGEST_RANK ? -1 : element.bytes();
    try {
      for (long size : shape) {
        expected = size < 0 ? -1 : Math.multiplyExact(expected, size);
      }
    } catch (ArithmeticException e) {
      expected = -1;
    }
    if (expected != bytes.remaining()) {
      throw new IllegalArgumentException(
          "found "
              + bytes.remaining()
              + " bytes, expected the size of shape "
              + Arrays.toString(shape)
              + " of "
              + element
              + ", with rank at most "
              + LARGEST_RANK);
    }
    return new StoredArray(element, shape.clone(), columnMajor, bytes);
  }

  /**
   * Returns a row-major array of float32 values, of which there are as many as the shape states.
   */
  static StoredArray of(long[] shape, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    bytes.asFloatBuffer().put(values);
    return of(ArrayElement.F32, shape, false, bytes);
  }

  /**
   * Returns a row-major array.
   *
   * @param type NumPy's name of the element type without byte order, such as {@code f4} or {@code
   *     u1}
   * @param bytes the bytes of all elements, in the byte order of the buffer
   * @throws IllegalArgumentException if the type is unknown, or the number of bytes does not match
   *     the shape
   */
  public static StoredArray of(String type, long[] shape, ByteBuffer bytes) {
    return of(ArrayElement.required(type), shape, false, bytes);
  }

  /** Returns the length of each axis; empty for a scalar. */
  public long[] shape() {
    return shape.clone();
  }

  /** Returns whether NumPy calculates with the elements in single precision. */
  public boolean isSinglePrecision() {
    return element == ArrayElement.F16 || element == ArrayElement.F32;
  }

  /** Returns the number of elements. */
  public int length() {
    return bytes.remaining() / element.bytes();
  }

  /** Returns the element at an index in row-major order. */
  public double at(int index) {
    return element.at(bytes, positionOf(index));
  }

  /** Returns all elements in row-major order as float32. Rounds float64 and integers to nearest. */
  public float[] toFloats() {
    float[] values = new float[length()];
    if (element == ArrayElement.F32 && !columnMajor) {
      bytes.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) at(i);
    }
    return values;
  }

  /** Returns all elements in row-major order as float64: exact, except integers beyond 2^53. */
  public double[] toDoubles() {
    double[] values = new double[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = at(i);
    }
    return values;
  }

  /** Returns the same elements without the axes of length 1. */
  public StoredArray withoutSingleAxes() {
    long[] kept = Arrays.stream(shape).filter(length -> length != 1).toArray();
    return new StoredArray(element, kept, columnMajor, bytes);
  }

  /**
   * Returns the elements at one index of the first axis.
   *
   * @throws IndexOutOfBoundsException if there is no such index
   */
  StoredArray row(int index) {
    Objects.checkIndex(index, (int) shape[0]);
    long[] rest = Arrays.copyOfRange(shape, 1, shape.length);
    int count = (int) (length() / shape[0]);
    if (columnMajor) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) at(index * count + i);
      }
      return of(rest, values);
    }
    int size = count * element.bytes();
    return new StoredArray(
        element,
        rest,
        false,
        bytes.slice(bytes.position() + index * size, size).order(bytes.order()));
  }

  /** Returns the position in the file of the element at an index in row-major order. */
  private int positionOf(int rowMajor) {
    if (!columnMajor) {
      return rowMajor;
    }
    long rest = rowMajor;
    long stride = length();
    long position = 0;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      stride /= shape[axis];
      position += rest % shape[axis] * stride;
      rest /= shape[axis];
    }
    return (int) position;
  }
}
