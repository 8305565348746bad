package org.mmt4j.features;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.chunked.ChunkedDatasetV4;
import io.jhdf.filter.ByteShuffleFilter;
import io.jhdf.filter.LzfFilter;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses and assembles the chunks of a data set. This class decodes chunks itself because
 * jHDF inflates a chunk to any size that its bytes claim, and starts threads to do so.
 */
final class Hdf5Chunks {

  private static final int MAX_CHUNKS = 1 << 17;

  private final ChunkedDataset dataset;
  private final List<PipelineFilterWithData> filters;
  private final int rows;
  private final int rowBytes;
  private final int chunkRows;
  private final int chunkRowBytes;
  private final int valueBytes;

  private Hdf5Chunks(ChunkedDataset dataset) {
    this.dataset = dataset;
    requireKnownIndex(dataset);
    long[] shape = dataset.getDimensionsAsLong();
    int[] chunk = dataset.getChunkDimensions();
    requireSizes(shape, chunk, dataset.getDataType().getSize());
    filters = dataset.getFilters();
    valueBytes = dataset.getDataType().getSize();
    rows = (int) shape[0];
    rowBytes = (shape.length == 2 ? (int) shape[1] : 1) * valueBytes;
    chunkRows = chunk[0];
    chunkRowBytes = (shape.length == 2 ? chunk[1] : 1) * valueBytes;
  }

  /**
   * Returns all values in row-major order.
   *
   * @throws Hdf5FormatException if sizes are out of bounds, or a chunk is missing or cannot be
   *     decoded
   */
  static ByteBuffer bytes(ChunkedDataset dataset) {
    return new Hdf5Chunks(dataset).assemble();
  }

  private ByteBuffer assemble() {
    byte[] assembled = new byte[rows * rowBytes];
    for (int row = 0; row < rows; row += chunkRows) {
      for (int start = 0; start < rowBytes; start += chunkRowBytes) {
        byte[] chunk = readChunk(row, start / valueBytes);
        int length = Math.min(chunkRowBytes, rowBytes - start);
        for (int i = 0; i < Math.min(chunkRows, rows - row); i++) {
          System.arraycopy(
              chunk, i * chunkRowBytes, assembled, (row + i) * rowBytes + start, length);
        }
      }
    }
    return ByteBuffer.wrap(assembled);
  }

  private byte[] readChunk(int row, int column) {
    boolean oneAxis = dataset.getDimensionsAsLong().length == 1;
    ByteBuffer stored =
        dataset.getRawChunkBuffer(oneAxis ? new int[] {row} : new int[] {row, column});
    byte[] bytes = new byte[stored.remaining()];
    stored.get(bytes);
    int expected = chunkRows * chunkRowBytes;
    for (int i = filters.size() - 1; i >= 0; i--) {
      bytes = decode(bytes, filters.get(i), expected);
    }
    if (bytes.length != expected) {
      throw new Hdf5FormatException(
          "found a chunk of " + bytes.length + " bytes, expected " + expected);
    }
    return bytes;
  }

  /** Decodes one filter. Compares the settings that the file claims with the known sizes first. */
  private byte[] decode(byte[] bytes, PipelineFilterWithData filter, int expected) {
    int[] settings = filter.getFilterData();
    return switch (filter.getName()) {
      case "deflate" -> inflate(bytes, expected);
      case "shuffle" -> {
        requireSetting(filter, 0, valueBytes);
        yield new ByteShuffleFilter().decode(bytes, settings);
      }
      case "lzf" -> {
        requireSetting(filter, 2, expected);
        yield new LzfFilter().decode(bytes, settings);
      }
      default ->
          throw new Hdf5FormatException(
              "found filter " + filter.getName() + ", expected deflate, shuffle or lzf");
    };
  }

  private static void requireSetting(PipelineFilterWithData filter, int index, int expected) {
    int[] settings = filter.getFilterData();
    if (settings.length <= index || settings[index] != expected) {
      throw new Hdf5FormatException(
          "found "
              + filter.getName()
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

  /**
   * Rejects the two indexes of resizable data sets, because jHDF trusts the sizes that they declare
   * before it checks them.
   */
  private static void requireKnownIndex(ChunkedDataset dataset) {
    if (dataset instanceof ChunkedDatasetV4 latest) {
      int index =
          latest.getHeader().getMessageOfType(ChunkedDataLayoutMessageV4.class).getIndexingType();
      if (index != ChunkedDataLayoutMessageV4.SINGLE_CHUNK_INDEX
          && index != ChunkedDataLayoutMessageV4.IMPLICIT_INDEX
          && index != ChunkedDataLayoutMessageV4.FIXED_ARRAY_INDEX) {
        throw new Hdf5FormatException(
            "found chunk index "
                + index
                + " of a resizable data set in the latest file version, expected a data set of"
                + " fixed size");
      }
    }
  }

  /**
   * Checks sizes. The chunks cover the data set, so a bound on all chunks also bounds the data set.
   */
  private static void requireSizes(long[] shape, int[] chunk, int valueBytes) {
    if (shape.length < 1 || shape.length > 2 || chunk.length != shape.length) {
      throw new Hdf5FormatException(
          "found "
              + shape.length
              + " axes in chunks of "
              + chunk.length
              + " axes, expected 1 or 2 axes");
    }
    long chunks = 1;
    long bytes = valueBytes;
    for (int axis = 0; axis < shape.length; axis++) {
      if (chunk[axis] < 1 || shape[axis] > Hdf5Contents.MAX_BYTES) {
        throw tooLarge(shape, chunk);
      }
      long chunksOfAxis = (shape[axis] + chunk[axis] - 1) / chunk[axis];
      chunks = Math.multiplyExact(chunks, chunksOfAxis);
      bytes = Math.multiplyExact(bytes, Math.multiplyExact(chunksOfAxis, (long) chunk[axis]));
    }
    if (chunks > MAX_CHUNKS || bytes < 1 || bytes > Hdf5Contents.MAX_BYTES) {
      throw tooLarge(shape, chunk);
    }
  }

  private static Hdf5FormatException tooLarge(long[] shape, int[] chunk) {
    return new Hdf5FormatException(
        "found shape "
            + Arrays.toString(shape)
            + " in chunks of "
            + Arrays.toString(chunk)
            + ", expected at most "
            + Hdf5Contents.MAX_BYTES
            + " bytes and "
            + MAX_CHUNKS
            + " chunks");
  }
}
