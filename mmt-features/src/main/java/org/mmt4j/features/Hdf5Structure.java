package org.mmt4j.features;

import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * An open file as the storage that jHDF reads, with a budget for the structure (object headers,
 * trees, heaps, indexes, names) that is read in total. Structure that contains itself, or that
 * refers to one place many times, exceeds the budget. So do counts for which jHDF reserves memory
 * before it reads the counted items. Nothing is mapped into memory.
 */
final class Hdf5Structure implements HdfBackingStorage {

  /** Minimum cost of a piece of structure: jHDF creates an object for each. */
  private static final int MIN_COST = 16;

  /** First four bytes of a tree (version 2), a fixed array, an extensible array, a fractal heap. */
  private static final int TREE = 0x44485442;

  private static final int FIXED_ARRAY = 0x44484146;
  private static final int EXTENSIBLE_ARRAY = 0x44484145;
  private static final int FRACTAL_HEAP = 0x50485246;

  private final HdfBackingStorage file;
  private final Hdf5Budget budget;

  Hdf5Structure(HdfBackingStorage file, Hdf5Budget budget) {
    this.file = file;
    this.budget = budget;
  }

  /** Takes bytes of structure from the budget. */
  void spend(long bytes) {
    budget.spend(bytes);
  }

  /** Returns the number of chunks that the header of an extensible array declares. */
  long chunksOfExtensibleArray(long address) {
    int size = 12 + 6 * getSizeOfLengths();
    return unsigned(
        readBufferFromAddress(address, size), 12 + 4 * getSizeOfLengths(), getSizeOfLengths());
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    requireInside(address, length);
    budget.spend(Math.max(length, MIN_COST));
    ByteBuffer read = file.readBufferFromAddress(address, length);
    if (length > MIN_COST) {
      budget.spend(declaredEntries(read));
    }
    return read;
  }

  private void requireInside(long address, long length) {
    long size = file.size() - file.getUserBlockSize();
    if (address < 0 || length < 0 || address > size || length > size - address) {
      throw new Hdf5FormatException(
          "found "
              + Integer.toUnsignedString((int) length)
              + " bytes at address "
              + Long.toUnsignedString(address)
              + ", expected an address inside the file (is it complete?)");
    }
  }

  /** Returns the number of entries for which jHDF will reserve memory. */
  private long declaredEntries(ByteBuffer header) {
    int offsets = getSizeOfOffsets();
    int lengths = getSizeOfLengths();
    return switch (header.getInt(0)) {
      case TREE -> unsigned(header, 18 + offsets, lengths);
      case FIXED_ARRAY -> unsigned(header, 8, lengths);
      case EXTENSIBLE_ARRAY -> unsigned(header, 12 + 4 * lengths, lengths);
      case FRACTAL_HEAP ->
          unsigned(header, 14 + 10 * lengths + 2 * offsets, 2)
              * unsigned(header, 20 + 12 * lengths + 3 * offsets, 2);
      default -> 0;
    };
  }

  /** Returns an unsigned number in little-endian order; 0 for the bytes after the end. */
  static long unsigned(ByteBuffer header, int at, int bytes) {
    long unsigned = 0;
    for (int i = bytes - 1; i >= 0 && at + i < header.limit(); i--) {
      unsigned = (unsigned << 8) | Byte.toUnsignedInt(header.get(at + i));
    }
    return unsigned;
  }

  /** Reads raw data, up to the end of the file. */
  @Override
  public ByteBuffer map(long address, long length) {
    requireInside(address, 0);
    long rest = file.size() - file.getUserBlockSize() - address;
    if (length < 0 || Math.min(length, rest) > Hdf5Contents.MAX_BYTES) {
      throw new Hdf5FormatException(
          "found " + length + " bytes of data, expected at most " + Hdf5Contents.MAX_BYTES);
    }
    return file.readBufferFromAddress(address, (int) Math.min(length, rest))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    return map(address - getUserBlockSize(), length);
  }

  @Override
  public long getUserBlockSize() {
    return file.getUserBlockSize();
  }

  @Override
  public Superblock getSuperblock() {
    return file.getSuperblock();
  }

  @Override
  public FileChannel getFileChannel() {
    return file.getFileChannel();
  }

  @Override
  public int getSizeOfOffsets() {
    return file.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return file.getSizeOfLengths();
  }

  @Override
  public void close() {
    file.close();
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public boolean inMemory() {
    return file.inMemory();
  }
}
