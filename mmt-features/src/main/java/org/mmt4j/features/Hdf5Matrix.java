package org.mmt4j.features;

import io.jhdf.api.Dataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A matrix of float16, float32 or float64 values from an HDF5 file, in row-major order. */
final class Hdf5Matrix {

  private static final Hdf5Matrix EMPTY = new Hdf5Matrix(0, 0, 8, ByteBuffer.allocate(0));

  private final int rows;
  private final int columns;
  private final int valueBytes;
  private final ByteBuffer values;

  private Hdf5Matrix(int rows, int columns, int valueBytes, ByteBuffer values) {
    this.rows = rows;
    this.columns = columns;
    this.valueBytes = valueBytes;
    this.values = values;
  }

  /**
   * Reads a matrix.
   *
   * @throws Hdf5FormatException if the data set is not empty and does not have two axes or a
   *     supported type
   */
  static Hdf5Matrix of(Dataset dataset, int fileSize) {
    if (Hdf5Storage.count(dataset) == 0) {
      return EMPTY;
    }
    long[] shape = dataset.getDimensionsAsLong();
    if (shape.length != 2) {
      throw new Hdf5FormatException(
          "found shape " + Arrays.toString(shape) + ", expected two axes");
    }
    FloatingPoint type = requireIeee(dataset.getDataType());
    ByteBuffer bytes = Hdf5Storage.bytes(dataset, fileSize).order(type.getByteOrder());
    return new Hdf5Matrix(
        Math.toIntExact(shape[0]), Math.toIntExact(shape[1]), type.getSize(), bytes);
  }

  /** Returns the number of rows; 0 if the data set has no values. */
  int rows() {
    return rows;
  }

  /** Returns the number of columns; 0 if the data set has no values. */
  int columns() {
    return columns;
  }

  /** Returns one value, exactly. */
  double at(int row, int column) {
    int index = row * columns + column;
    return switch (valueBytes) {
      case 2 -> FloatingPoint.toFloat(values.getShort(2 * index));
      case 4 -> values.getFloat(4 * index);
      default -> values.getDouble(8 * index);
    };
  }

  /**
   * Returns the mean of a row, rounded as by NumPy: in double precision for float64, in single
   * precision otherwise.
   */
  double mean(int row) {
    double doubleSum = 0;
    float floatSum = 0;
    for (int column = 0; column < columns; column++) {
      doubleSum += at(row, column);
      floatSum += (float) at(row, column);
    }
    return valueBytes == 8 ? doubleSum / columns : floatSum / columns;
  }

  /** Returns all values as float32; float64 is rounded to nearest. */
  float[][] toFloats() {
    float[][] floats = new float[rows][columns];
    for (int row = 0; row < rows; row++) {
      if (valueBytes == 4) {
        values.asFloatBuffer().position(row * columns).get(floats[row]);
        continue;
      }
      for (int column = 0; column < columns; column++) {
        floats[row][column] = (float) at(row, column);
      }
    }
    return floats;
  }

  private static FloatingPoint requireIeee(DataType type) {
    if (type instanceof FloatingPoint floating && exponentBits(type.getSize()) > 0) {
      int exponent = exponentBits(type.getSize());
      int mantissa = 8 * type.getSize() - 1 - exponent;
      if (floating.getExponentSize() == exponent
          && floating.getMantissaSize() == mantissa
          && floating.getExponentLocation() == mantissa
          && floating.getMantissaLocation() == 0
          && floating.getExponentBias() == (1 << (exponent - 1)) - 1) {
        return floating;
      }
    }
    throw new Hdf5FormatException(
        "found values of type "
            + type.getClass().getSimpleName()
            + " in "
            + type.getSize()
            + " bytes, expected float16, float32 or float64");
  }

  private static int exponentBits(int bytes) {
    return switch (bytes) {
      case 2 -> 5;
      case 4 -> 8;
      case 8 -> 11;
      default -> 0;
    };
  }
}
