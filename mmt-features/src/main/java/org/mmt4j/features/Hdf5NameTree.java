package org.mmt4j.features;

import com.google.common.math.LongMath;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The B-tree (version 2) of the names of a large group: ids of links in a {@link Hdf5Heap}. A node
 * has n records, and, above the leaves, n + 1 children with their numbers of records. These numbers
 * have as many bytes as the largest possible number in a child needs.
 *
 * <p>This class replaces the tree of jHDF, which reads numbers of another size if there are two or
 * more levels above the leaves.
 *
 * @see <a href="https://docs.hdfgroup.org/hdf5/develop/_f_m_t3.html">HDF5 file format, III.A.2</a>
 */
final class Hdf5NameTree {

  private static final int HEADER = 0x44485442;
  private static final int NODE = 0x4e495442;
  private static final int LEAF = 0x464c5442;
  private static final int NAMES = 5;

  /** Signature, version and type before the records of a node; the checksum is after them. */
  private static final int NODE_HEADER = 6;

  private static final int CHECKSUM = 4;

  /** A record is a hash and the id of a link. */
  private static final int HASH = 4;

  /** More levels than a tree with 2^63 records of the smallest nodes of HDF5 has. */
  private static final int MAX_LEVELS = 32;

  private final Hdf5Structure file;
  private final int nodeSize;
  private final int recordSize;
  private final int levels;
  private final long root;
  private final int rootRecords;

  /** By level, the bytes of the number of all records below a node; level 0 are the leaves. */
  private final int[] totalBytes;

  private final int countBytes;

  /**
   * Reads the header of a tree.
   *
   * @throws Hdf5FormatException if there is no tree of names, or a size in it is invalid
   */
  Hdf5NameTree(Hdf5Structure file, long address) {
    this.file = file;
    int offsets = file.getSizeOfOffsets();
    ByteBuffer header = file.readBufferFromAddress(address, 18 + offsets + file.getSizeOfLengths());
    this.nodeSize = header.getInt(6);
    this.recordSize = (int) Hdf5Structure.unsigned(header, 10, 2);
    this.levels = (int) Hdf5Structure.unsigned(header, 12, 2);
    this.root = Hdf5Structure.unsigned(header, 16, offsets);
    this.rootRecords = (int) Hdf5Structure.unsigned(header, 16 + offsets, 2);
    if (header.getInt(0) != HEADER
        || header.get(5) != NAMES
        || recordSize <= HASH
        || nodeSize < NODE_HEADER + CHECKSUM + recordSize
        || levels > MAX_LEVELS) {
      throw new Hdf5FormatException(
          "found no valid tree of names at address " + address + ", expected the names of a group");
    }
    long leaf = ((long) nodeSize - NODE_HEADER - CHECKSUM) / recordSize;
    this.countBytes = bytes(leaf);
    this.totalBytes = totalBytes(leaf, offsets);
  }

  private int[] totalBytes(long leafRecords, int offsets) {
    int[] bytes = new int[levels + 1];
    long total = leafRecords;
    for (int level = 1; level <= levels; level++) {
      int pointer = offsets + countBytes + bytes[level - 1];
      long records =
          Math.max(0, nodeSize - NODE_HEADER - CHECKSUM - pointer) / (recordSize + pointer);
      total = LongMath.saturatedAdd(LongMath.saturatedMultiply(records + 1, total), records);
      bytes[level] = bytes(total);
    }
    return bytes;
  }

  /** Returns the number of bytes that HDF5 uses for numbers up to a maximum. */
  private static int bytes(long max) {
    return (Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(max, 1))) / 8 + 1;
  }

  /** Passes the ids of all links, in the order of the tree. */
  void forEach(Consumer<ByteBuffer> ids) {
    if (rootRecords > 0) {
      read(root, levels, rootRecords, ids);
    }
  }

  private void read(long address, int level, int records, Consumer<ByteBuffer> ids) {
    ByteBuffer node = file.readBufferFromAddress(address, nodeSize);
    if (node.getInt(0) != (level == 0 ? LEAF : NODE)) {
      throw new Hdf5FormatException(
          "found no node of a tree of names at address " + address + ", expected one");
    }
    for (int i = 0; i < records; i++) {
      ids.accept(node.slice(NODE_HEADER + i * recordSize + HASH, recordSize - HASH));
    }
    int offsets = file.getSizeOfOffsets();
    int pointer = offsets + countBytes + (level > 0 ? totalBytes[level - 1] : 0);
    int at = NODE_HEADER + records * recordSize;
    for (int i = 0; level > 0 && i <= records; i++, at += pointer) {
      read(
          Hdf5Structure.unsigned(node, at, offsets),
          level - 1,
          (int) Hdf5Structure.unsigned(node, at + offsets, countBytes),
          ids);
    }
  }
}
