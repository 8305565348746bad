package org.mmt4j.io;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An array as it lies in a file: element type, shape and bytes, in either byte order, row by row or
 * column by column. The bytes are not copied until values are asked for. Immutable.
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
   * @param bytes all of the elements, in the byte order that the buffer is set to
   * @throws IllegalArgumentException if the rank is above 8 or shape and bytes disagree
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
              + " bytes, expected as many as shape "
              + Arrays.toString(shape)
              + " of "
              + element
              + " needs, of rank at most "
              + LARGEST_RANK);
    }
    return new StoredArray(element, shape.clone(), columnMajor, bytes);
  }

  /** Length of each axis; empty for a single number. */
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public int length() {
    return bytes.remaining() / element.bytes();
  }

  /** Element number {@code index}, counted row by row. */
  public double at(int index) {
    return element.at(bytes, place(index));
  }

  /** All elements row by row as float32: float64 and integers rounded to the nearest. */
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

  /** All elements row by row as float64: exact, but for integers beyond 2^53. */
  public double[] toDoubles() {
    double[] values = new double[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = at(i);
    }
    return values;
  }

  /** Where the element lies that is number {@code rowMajor} row by row. */
  private int place(int rowMajor) {
    if (!columnMajor) {
      return rowMajor;
    }
    long rest = rowMajor;
    long stride = length();
    long place = 0;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      stride /= shape[axis];
      place += rest % shape[axis] * stride;
      rest /= shape[axis];
    }
    return (int) place;
  }
}
