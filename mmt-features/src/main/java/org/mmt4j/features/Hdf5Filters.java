package org.mmt4j.features;

import io.jhdf.ObjectHeader;
import io.jhdf.filter.ByteShuffleFilter;
import io.jhdf.filter.LzfFilter;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes the filters of a chunk: deflate, shuffle, lzf, the checksum fletcher32 and scale-offset.
 * Compares the settings that the file claims with the known sizes first.
 */
final class Hdf5Filters {

  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER32 = 3;
  private static final int SCALE_OFFSET = 6;
  private static final int LZF = 32000;

  /** Bytes of a checksum after the values. */
  private static final int CHECKSUM = 4;

  private final List<FilterInfo> filters;
  private final int valueBytes;
  private final int chunkBytes;

  private Hdf5Filters(List<FilterInfo> filters, int valueBytes, int chunkBytes) {
    this.filters = filters;
    this.valueBytes = valueBytes;
    this.chunkBytes = chunkBytes;
  }

  /**
   * Returns the filters of a data set.
   *
   * @param chunkBytes bytes of a decoded chunk
   */
  static Hdf5Filters of(ObjectHeader header, int valueBytes, int chunkBytes) {
    List<FilterInfo> filters = new ArrayList<>();
    header
        .getMessagesOfType(FilterPipelineMessage.class)
        .forEach(message -> filters.addAll(message.getFilters()));
    return new Hdf5Filters(filters, valueBytes, chunkBytes);
  }

  /**
   * Decodes a chunk.
   *
   * @param skipped filters that were not applied to this chunk
   * @throws Hdf5FormatException if the chunk is damaged, or a filter is unknown
   */
  byte[] decode(byte[] stored, BitSet skipped) {
    byte[] bytes = stored;
    for (int i = filters.size() - 1; i >= 0; i--) {
      if (!skipped.get(i)) {
        bytes = decode(bytes, filters.get(i));
      }
    }
    if (bytes.length != chunkBytes) {
      throw new Hdf5FormatException(
          "found a chunk of " + bytes.length + " bytes, expected " + chunkBytes);
    }
    return bytes;
  }

  private byte[] decode(byte[] bytes, FilterInfo filter) {
    return switch (filter.getId()) {
      case DEFLATE -> inflate(bytes, chunkBytes + CHECKSUM);
      case SHUFFLE -> {
        requireSetting("shuffle", filter, 0, valueBytes);
        yield new ByteShuffleFilter().decode(bytes, filter.getData());
      }
      case FLETCHER32 -> withoutChecksum(bytes);
      case SCALE_OFFSET ->
          Hdf5ScaleOffset.decode(bytes, filter.getData(), valueBytes, chunkBytes / valueBytes);
      case LZF -> {
        requireSetting("lzf", filter, 2, chunkBytes);
        yield new LzfFilter().decode(bytes, filter.getData());
      }
      default ->
          throw new Hdf5FormatException(
              "found filter "
                  + (filter.getName().equals("undefined") ? "" : filter.getName() + " ")
                  + "number "
                  + filter.getId()
                  + ", expected deflate (gzip), shuffle, lzf, fletcher32 or scale-offset");
    };
  }

  private static void requireSetting(String name, FilterInfo filter, int index, int expected) {
    int[] settings = filter.getData();
    if (settings.length <= index || settings[index] != expected) {
      throw new Hdf5FormatException(
          "found "
              + name
              + " settings "
              + Arrays.toString(settings)
              + ", expected "
              + expected
              + " at index "
              + index);
    }
  }

  /** Inflates to at most one byte more than expected, so that the caller detects larger content. */
  private static byte[] inflate(byte[] compressed, int expected) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      byte[] bytes = new byte[expected + 1];
      int length = 0;
      while (!inflater.finished() && length < bytes.length) {
        int count = inflater.inflate(bytes, length, bytes.length - length);
        if (count == 0 && !inflater.finished()) {
          throw new Hdf5FormatException("found truncated deflate data, expected complete data");
        }
        length += count;
      }
      return Arrays.copyOf(bytes, length);
    } catch (DataFormatException e) {
      throw new Hdf5FormatException(
          "found damaged deflate data (" + e.getMessage() + "), expected valid data");
    } finally {
      inflater.end();
    }
  }

  private static byte[] withoutChecksum(byte[] bytes) {
    if (bytes.length < CHECKSUM) {
      throw new Hdf5FormatException("found no checksum, expected one after the values");
    }
    byte[] values = Arrays.copyOf(bytes, bytes.length - CHECKSUM);
    int stored =
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - CHECKSUM);
    int computed = fletcher32(values);
    // HDF5 before 1.6.3 wrote the bytes of each half in the other order
    int swapped = (computed & 0xff00ff) << 8 | ((computed >>> 8) & 0xff00ff);
    if (stored != computed && stored != swapped) {
      throw new Hdf5FormatException(
          "found checksum %08x, expected %08x: the values are damaged".formatted(computed, stored));
    }
    return values;
  }

  /** Fletcher's checksum of big-endian numbers of 16 bits. */
  private static int fletcher32(byte[] bytes) {
    long sum = 0;
    long sumOfSums = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      int low = i + 1 < bytes.length ? Byte.toUnsignedInt(bytes[i + 1]) : 0;
      sum = (sum + (Byte.toUnsignedInt(bytes[i]) << 8) + low) % 0xffff;
      sumOfSums = (sumOfSums + sum) % 0xffff;
    }
    return (int) (sumOfSums << 16 | sum);
  }
}
