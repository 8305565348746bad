package org.mmt4j.features;

import io.jhdf.Constants;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A fractal heap of a file, which stores the links of a large group. Its address space is divided
 * into rows of {@code width} blocks: s bytes per block in rows 0 and 1, twice as many in each
 * further row. Blocks of more than the maximum size of direct blocks are indirect: they have rows
 * of their own.
 *
 * <p>This class replaces the heap of jHDF, which does not read indirect blocks below the root.
 *
 * @see <a href="https://docs.hdfgroup.org/hdf5/develop/_f_m_t3.html">HDF5 file format, III.G</a>
 */
final class Hdf5Heap {

  private static final int SIGNATURE = 0x50485246;
  private static final int INDIRECT_BLOCK = 0x42494846;

  /** Types of objects in the first byte of their ids. */
  private static final int TYPE = 0x30;

  private final Hdf5Structure file;
  private final int width;
  private final long blockSize;
  private final int directRows;
  private final int offsetBytes;
  private final int lengthBytes;
  private final long root;
  private final int rootRows;
  private final Map<Long, ByteBuffer> indirectBlocks = new HashMap<>();

  /**
   * Reads the header of a heap.
   *
   * @throws Hdf5FormatException if there is no heap, or a size in it is invalid
   */
  Hdf5Heap(Hdf5Structure file, long address) {
    this.file = file;
    int offsets = file.getSizeOfOffsets();
    int lengths = file.getSizeOfLengths();
    int sizes = 14 + 10 * lengths + 2 * offsets;
    ByteBuffer header = file.readBufferFromAddress(address, sizes + 8 + 2 * lengths + offsets);
    if (header.getInt(0) != SIGNATURE || Hdf5Structure.unsigned(header, 7, 2) != 0) {
      throw new Hdf5FormatException(
          "found no heap, or one with filters, at address "
              + address
              + ", expected the heap of a group without filters");
    }
    this.width = (int) powerOfTwo(Hdf5Structure.unsigned(header, sizes, 2));
    this.blockSize = powerOfTwo(Hdf5Structure.unsigned(header, sizes + 2, lengths));
    long maxDirect = powerOfTwo(Hdf5Structure.unsigned(header, sizes + 2 + lengths, lengths));
    this.directRows = log2(maxDirect) - log2(blockSize) + 2;
    int at = sizes + 2 + 2 * lengths;
    this.offsetBytes = (int) (Hdf5Structure.unsigned(header, at, 2) + 7) / 8;
    long maxObject = Hdf5Structure.unsigned(header, 10, 4);
    this.lengthBytes = Math.min((log2(maxDirect) + 7) / 8, log2(maxObject) / 8 + 1);
    this.root = Hdf5Structure.unsigned(header, at + 4, offsets);
    this.rootRows = (int) Hdf5Structure.unsigned(header, at + 4 + offsets, 2);
  }

  private static long powerOfTwo(long size) {
    if (Long.bitCount(size) != 1 || size < 0) {
      throw new Hdf5FormatException(
          "found size " + size + " in the heap of a group, expected a power of two");
    }
    return size;
  }

  private static int log2(long size) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(size, 1));
  }

  /**
   * Returns an object.
   *
   * @throws Hdf5FormatException if the id is not that of an object in a block, or the place is
   *     outside the heap or the file
   */
  ByteBuffer object(ByteBuffer id) {
    if ((id.get(0) & TYPE) != 0) {
      throw new Hdf5FormatException(
          "found a name of more than 4000 bytes in a group, expected shorter ones");
    }
    long offset = Hdf5Structure.unsigned(id, 1, offsetBytes);
    int length = (int) Hdf5Structure.unsigned(id, 1 + offsetBytes, lengthBytes);
    return file.readBufferFromAddress(address(offset, length), length);
  }

  /** Returns the address in the file of an object at an offset of the heap. */
  private long address(long offset, int length) {
    long block = root;
    long start = 0;
    long size = blockSize;
    for (int rows = rootRows; rows > 0; ) {
      long relative = offset - start;
      int row = row(relative);
      if (offset < 0 || row >= rows) {
        throw outside(offset);
      }
      size = blockSize << Math.max(0, row - 1);
      long startOfRow = row == 0 ? 0 : size * width;
      int column = (int) ((relative - startOfRow) / size);
      block = child(block, rows, row * width + column);
      start += startOfRow + column * size;
      rows = row < directRows ? 0 : log2(size) - log2(blockSize * width) + 1;
    }
    if (offset - start + length > size) {
      throw outside(offset);
    }
    return block + offset - start;
  }

  /** Returns the row of an offset: rows 0 and 1 have the same size, further ones twice the size. */
  private int row(long offset) {
    return offset < blockSize * width ? 0 : log2(offset) - log2(blockSize * width) + 1;
  }

  private long child(long block, int rows, int index) {
    int offsets = file.getSizeOfOffsets();
    int before = 5 + offsets + offsetBytes;
    ByteBuffer children =
        indirectBlocks.computeIfAbsent(
            block, address -> file.readBufferFromAddress(address, before + rows * width * offsets));
    long child = Hdf5Structure.unsigned(children, before + index * offsets, offsets);
    if (children.getInt(0) != INDIRECT_BLOCK || child == Constants.UNDEFINED_ADDRESS) {
      throw new Hdf5FormatException(
          "found no block " + index + " in the heap of a group, expected one");
    }
    return child;
  }

  private static Hdf5FormatException outside(long offset) {
    return new Hdf5FormatException(
        "found a name at offset " + offset + " of the heap of a group, expected one inside");
  }
}
