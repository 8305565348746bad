package org.mmt4j.features;

import io.jhdf.api.Dataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mmt4j.io.StoredArray;

/** Numbers of an HDF5 file: floating-point numbers, integers, and booleans, which are enums. */
final class Hdf5Numbers {

  private Hdf5Numbers() {}

  /** Returns whether the values of a data set can be read as numbers. */
  static boolean isNumeric(DataType type) {
    return type instanceof FloatingPoint
        || type instanceof FixedPoint
        || type instanceof EnumDataType;
  }

  /**
   * Reads an array.
   *
   * @throws Hdf5FormatException if the data set does not have numbers, or is not completely stored
   */
  static StoredArray of(Dataset dataset, Hdf5Structure file) {
    if (Hdf5Storage.count(dataset) == 0) {
      return StoredArray.of("f4", new long[] {0}, ByteBuffer.allocate(0));
    }
    DataType type =
        dataset.getDataType() instanceof EnumDataType names
            ? names.getBaseType()
            : dataset.getDataType();
    String name = name(type);
    ByteBuffer bytes = Hdf5Storage.bytes(dataset, file).order(order(type));
    try {
      return StoredArray.of(name, dataset.getDimensionsAsLong(), bytes);
    } catch (IllegalArgumentException e) {
      throw new Hdf5FormatException(String.valueOf(e.getMessage()));
    }
  }

  private static ByteOrder order(DataType type) {
    return type instanceof FloatingPoint floating
        ? floating.getByteOrder()
        : ((FixedPoint) type).getByteOrder();
  }

  /** Returns NumPy's name of a type. */
  private static String name(DataType type) {
    if (type instanceof FloatingPoint floating && isIeee(floating)) {
      return "f" + type.getSize();
    }
    if (type instanceof FixedPoint integer
        && Integer.bitCount(type.getSize()) == 1
        && type.getSize() <= Long.BYTES
        && integer.getBitOffset() == 0
        && integer.getBitPrecision() == 8 * type.getSize()) {
      return (integer.isSigned() ? "i" : "u") + type.getSize();
    }
    throw new Hdf5FormatException(
        "found values of type "
            + type.getClass().getSimpleName()
            + " in "
            + type.getSize()
            + " bytes, expected float16, float32, float64, or integers of 1 to 8 bytes (convert"
            + " before saving)");
  }

  private static boolean isIeee(FloatingPoint type) {
    int exponent = exponentBits(type.getSize());
    int mantissa = 8 * type.getSize() - 1 - exponent;
    return exponent > 0
        && type.getExponentSize() == exponent
        && type.getMantissaSize() == mantissa
        && type.getExponentLocation() == mantissa
        && type.getMantissaLocation() == 0
        && type.getExponentBias() == (1 << (exponent - 1)) - 1;
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
