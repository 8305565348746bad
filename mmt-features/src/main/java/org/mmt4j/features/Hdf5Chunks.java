package org.mmt4j.features;

import io.jhdf.Constants;
import io.jhdf.ObjectHeader;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.btree.BTreeV1;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.DatasetInfo;
import io.jhdf.dataset.chunked.indexing.BTreeIndex;
import io.jhdf.dataset.chunked.indexing.ExtensibleArrayIndex;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndex;
import io.jhdf.dataset.chunked.indexing.ImplicitChunkIndex;
import io.jhdf.dataset.chunked.indexing.SingleChunkIndex;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Decompresses and assembles the chunks of a data set. This class does so itself because jHDF
 * inflates a chunk to any size that its bytes claim, starts threads to do so, and does not read
 * data sets with chunks that were never written.
 */
final class Hdf5Chunks {

  private static final int MAX_CHUNKS = 1 << 17;
  private static final int MAX_AXES = 8;

  private final Hdf5Structure file;
  private final Hdf5Filters filters;
  private final int valueBytes;
  private final long[] shape;
  private final int[] chunk;
  private final int chunkBytes;
  private final byte[] fill;

  private Hdf5Chunks(ChunkedDataset dataset, Hdf5Structure file, byte[] fill) {
    this.file = file;
    this.fill = fill;
    valueBytes = dataset.getDataType().getSize();
    shape = dataset.getDimensionsAsLong();
    chunk = dataset.getChunkDimensions();
    requireSizes();
    chunkBytes = Arrays.stream(chunk).reduce(valueBytes, Math::multiplyExact);
    filters = Hdf5Filters.of(((DatasetBase) dataset).getHeader(), valueBytes, chunkBytes);
  }

  /**
   * Returns all values in row-major order.
   *
   * @param fill bytes of the value of chunks that were never written
   * @throws Hdf5FormatException if sizes are out of bounds, or a chunk cannot be decoded
   */
  static ByteBuffer bytes(ChunkedDataset dataset, Hdf5Structure file, byte[] fill) {
    Hdf5Chunks chunks = new Hdf5Chunks(dataset, file, fill);
    return chunks.assemble(chunks.index(((DatasetBase) dataset).getHeader()));
  }

  /** Copies the chunks to their places: row by row, where a row is a line along the last axis. */
  private ByteBuffer assemble(Map<List<Long>, Chunk> stored) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    byte[] assembled = Hdf5Storage.filled(Math.toIntExact(count * valueBytes), fill);
    int last = shape.length - 1;
    for (Map.Entry<List<Long>, Chunk> entry : stored.entrySet()) {
      long[] start = entry.getKey().stream().mapToLong(Long::longValue).toArray();
      byte[] bytes = filters.decode(rawBytes(entry.getValue()), entry.getValue().getFilterMask());
      int rowBytes = chunk[last] * valueBytes;
      int length = (int) Math.min(chunk[last], shape[last] - start[last]) * valueBytes;
      for (int row = 0; row < chunkBytes / rowBytes; row++) {
        long to = target(start, row);
        if (to >= 0) {
          System.arraycopy(bytes, row * rowBytes, assembled, (int) (to * valueBytes), length);
        }
      }
    }
    return ByteBuffer.wrap(assembled);
  }

  /** Returns the index of the first value of a row of a chunk, or -1 if it is outside. */
  private long target(long[] start, int row) {
    long index = 0;
    long stride = shape[shape.length - 1];
    long rest = row;
    for (int axis = shape.length - 2; axis >= 0; axis--) {
      long at = start[axis] + rest % chunk[axis];
      if (at >= shape[axis]) {
        return -1;
      }
      index += at * stride;
      stride *= shape[axis];
      rest /= chunk[axis];
    }
    return index + start[shape.length - 1];
  }

  private byte[] rawBytes(Chunk stored) {
    ByteBuffer raw = file.map(stored.getAddress(), stored.getSize());
    if (raw.remaining() < stored.getSize()) {
      throw new Hdf5FormatException(
          "found a chunk of "
              + raw.remaining()
              + " bytes at the end of the file, expected "
              + stored.getSize());
    }
    byte[] bytes = new byte[raw.remaining()];
    raw.get(bytes);
    return bytes;
  }

  /** Returns the chunks that were written, by their first position. */
  private Map<List<Long>, Chunk> index(ObjectHeader header) {
    Map<List<Long>, Chunk> byStart = new HashMap<>();
    for (Chunk stored : chunks(header)) {
      long[] start = stored.getChunkOffset();
      if (stored.getAddress() == Constants.UNDEFINED_ADDRESS) {
        continue;
      }
      boolean inside =
          IntStream.range(0, shape.length)
              .allMatch(
                  axis ->
                      start[axis] >= 0
                          && start[axis] < shape[axis]
                          && start[axis] % chunk[axis] == 0);
      if (inside) {
        byStart.put(Arrays.stream(start).boxed().toList(), stored);
      }
    }
    return byStart;
  }

  private Collection<Chunk> chunks(ObjectHeader header) {
    if (header.hasMessageOfType(ChunkedDataLayoutMessage.class)) {
      long tree = header.getMessageOfType(ChunkedDataLayoutMessage.class).getBTreeAddress();
      return tree == Constants.UNDEFINED_ADDRESS
          ? List.of()
          : BTreeV1.createDataBTree(file, tree, shape.length).getChunks();
    }
    ChunkedDataLayoutMessageV4 layout = header.getMessageOfType(ChunkedDataLayoutMessageV4.class);
    long address = layout.getAddress();
    if (address == Constants.UNDEFINED_ADDRESS) {
      return List.of();
    }
    DatasetInfo info = new DatasetInfo(chunkBytes, shape, chunk);
    return switch (layout.getIndexingType()) {
      case ChunkedDataLayoutMessageV4.SINGLE_CHUNK_INDEX ->
          new SingleChunkIndex(layout, info).getAllChunks();
      case ChunkedDataLayoutMessageV4.IMPLICIT_INDEX ->
          new ImplicitChunkIndex(address, info).getAllChunks();
      case ChunkedDataLayoutMessageV4.FIXED_ARRAY_INDEX ->
          new FixedArrayIndex(file, address, info).getAllChunks();
      case ChunkedDataLayoutMessageV4.EXTENSIBLE_ARRAY_INDEX -> extensibleArray(address, info);
      case ChunkedDataLayoutMessageV4.B_TREE_V2_INDEX ->
          new BTreeIndex(file, address, info).getAllChunks();
      default ->
          throw new Hdf5FormatException(
              "found chunk index " + layout.getIndexingType() + ", expected 1 to 5");
    };
  }

  /** jHDF gives wrong positions to the chunks after one that was never written. */
  private Collection<Chunk> extensibleArray(long address, DatasetInfo info) {
    Collection<Chunk> chunks = new ExtensibleArrayIndex(file, address, info).getAllChunks();
    long declared = file.chunksOfExtensibleArray(address);
    if (chunks.size() != declared) {
      throw new Hdf5FormatException(
          "found "
              + chunks.size()
              + " written chunks of "
              + declared
              + " in a resizable data set, expected all of them (write the file again with"
              + " libver='earliest')");
    }
    return chunks;
  }

  /**
   * Checks sizes. The chunks cover the data set, so a bound on all chunks also bounds the data set.
   */
  private void requireSizes() {
    if (shape.length < 1 || shape.length > MAX_AXES || chunk.length != shape.length) {
      throw new Hdf5FormatException(
          "found "
              + shape.length
              + " axes in chunks of "
              + chunk.length
              + " axes, expected 1 to "
              + MAX_AXES
              + " axes");
    }
    long chunks = 1;
    long bytes = valueBytes;
    for (int axis = 0; axis < shape.length; axis++) {
      if (chunk[axis] < 1 || shape[axis] > Hdf5Contents.MAX_BYTES) {
        throw tooLarge();
      }
      long chunksOfAxis = (shape[axis] + chunk[axis] - 1) / chunk[axis];
      chunks = Math.multiplyExact(chunks, chunksOfAxis);
      bytes = Math.multiplyExact(bytes, Math.multiplyExact(chunksOfAxis, (long) chunk[axis]));
    }
    if (chunks > MAX_CHUNKS || bytes < 1 || bytes > Hdf5Contents.MAX_BYTES) {
      throw tooLarge();
    }
  }

  private Hdf5FormatException tooLarge() {
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
