package org.mmt4j.features;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decodes HDF5's scale-offset filter: values as differences to the minimum, in as few bits as the
 * largest needs. Numbers with a fraction are first multiplied by 10^D and rounded. A difference
 * with all bits set is the fill value, if the data set has one.
 *
 * <p>A chunk is: number of bits (4 bytes), size of the minimum (1), minimum (8), 8 unused bytes,
 * the bits of all differences, highest bit first.
 *
 * <p>Source: {@code H5Zscaleoffset.c} of HDF5 1.10.
 */
final class Hdf5ScaleOffset {

  private static final int HEADER = 21;
  private static final int MINIMUM = 5;

  /** Positions of the settings. */
  private static final int SCALE = 1;

  private static final int COUNT = 2;
  private static final int CLASS = 3;
  private static final int SIZE = 4;
  private static final int BYTE_ORDER = 6;
  private static final int HAS_FILL = 7;
  private static final int FILL = 8;

  private Hdf5ScaleOffset() {}

  /**
   * Decodes a chunk.
   *
   * @param settings settings of the filter, as the file states them
   * @param size bytes of a value
   * @param count number of values
   */
  static byte[] decode(byte[] chunk, int[] settings, int size, int count) {
    boolean isInteger = settings.length > FILL - 1 && settings[CLASS] == 0;
    if (settings.length < FILL
        || settings[COUNT] != count
        || settings[SIZE] != size
        || Integer.bitCount(size) != 1
        || size > Long.BYTES
        || (!isInteger && size < Float.BYTES)) {
      throw damaged();
    }
    if (isInteger && settings[SCALE] == 8 * size) {
      return chunk;
    }
    if (chunk.length < HEADER) {
      throw damaged();
    }
    ByteBuffer stored = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    int bits = stored.getInt(0);
    if (bits < 0 || bits > 8 * size || (long) bits * count > 8L * (chunk.length - HEADER)) {
      throw damaged();
    }
    ByteBuffer values =
        ByteBuffer.allocate(size * count)
            .order(settings[BYTE_ORDER] == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long minimum = stored.getLong(MINIMUM);
    long all = bits == Long.SIZE ? -1 : (1L << bits) - 1;
    for (int i = 0; i < count; i++) {
      long difference = bits(chunk, HEADER * 8L + (long) i * bits, bits);
      if (bits == 8 * size) {
        put(values, size, difference);
      } else if (settings[HAS_FILL] == 1 && bits > 0 && difference == all) {
        put(values, size, fill(settings));
      } else if (isInteger) {
        put(values, size, minimum + difference);
      } else if (size == Float.BYTES) {
        float scaled = difference / (float) Math.pow(10, settings[SCALE]);
        values.putFloat(scaled + Float.intBitsToFloat((int) minimum));
      } else {
        double scaled = difference / Math.pow(10, settings[SCALE]);
        values.putDouble(scaled + Double.longBitsToDouble(minimum));
      }
    }
    return values.array();
  }

  private static long fill(int[] settings) {
    long low = settings.length > FILL ? Integer.toUnsignedLong(settings[FILL]) : 0;
    return settings.length > FILL + 1 ? low | (long) settings[FILL + 1] << 32 : low;
  }

  private static long bits(byte[] bytes, long from, int count) {
    long value = 0;
    for (long at = from; at < from + count; at++) {
      int bit = bytes[(int) (at >> 3)] >> (7 - (int) (at & 7)) & 1;
      value = value << 1 | bit;
    }
    return value;
  }

  private static void put(ByteBuffer values, int size, long bits) {
    switch (size) {
      case 1 -> values.put((byte) bits);
      case 2 -> values.putShort((short) bits);
      case 4 -> values.putInt((int) bits);
      default -> values.putLong(bits);
    }
  }

  private static Hdf5FormatException damaged() {
    return new Hdf5FormatException(
        "found damaged scale-offset data, expected settings and bits that fit the values");
  }
}
