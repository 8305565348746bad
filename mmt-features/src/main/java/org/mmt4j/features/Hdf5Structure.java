package org.mmt4j.features;

import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file in memory as jHDF sees it, with a bound on how much of its structure (object headers,
 * trees, heaps, indexes) is read in all. Structure that leads back to itself, or to the same place
 * again and again, reaches the bound; so do counts for which jHDF reserves memory before it reads
 * what they count.
 */
final class Hdf5Structure implements HdfBackingStorage {

  /** Least that a piece of structure costs: an object is made for each. */
  private static final int LEAST = 16;

  /** First bytes of a tree (version 2), a fixed array and a fractal heap. */
  private static final int TREE = 0x44485442;

  private static final int FIXED_ARRAY = 0x44484146;
  private static final int FRACTAL_HEAP = 0x50485246;

  private final HdfBackingStorage file;
  private final Hdf5Budget budget;

  Hdf5Structure(HdfBackingStorage file, Hdf5Budget budget) {
    this.file = file;
    this.budget = budget;
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    budget.spend(Math.max(length, LEAST));
    ByteBuffer read = file.readBufferFromAddress(address, length);
    if (length > LEAST) {
      budget.spend(declared(read));
    }
    return read;
  }

  /** How many entries jHDF will reserve memory for. */
  private long declared(ByteBuffer header) {
    int offsets = getSizeOfOffsets();
    int lengths = getSizeOfLengths();
    return switch (header.getInt(0)) {
      case TREE -> number(header, 18 + offsets, lengths);
      case FIXED_ARRAY -> number(header, 8, lengths);
      case FRACTAL_HEAP ->
          number(header, 14 + 10 * lengths + 2 * offsets, 2)
              * number(header, 20 + 12 * lengths + 3 * offsets, 2);
      default -> 0;
    };
  }

  private static long number(ByteBuffer header, int at, int bytes) {
    long number = 0;
    for (int i = bytes - 1; i >= 0 && at + i < header.limit(); i--) {
      number = (number << 8) | Byte.toUnsignedInt(header.get(at + i));
    }
    return number;
  }

  @Override
  public ByteBuffer map(long address, long length) {
    return file.map(address, length);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    return file.mapNoOffset(address, length);
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
