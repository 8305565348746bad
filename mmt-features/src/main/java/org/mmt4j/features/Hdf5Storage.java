package org.mmt4j.features;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.DatasetBase;
import java.nio.ByteBuffer;

/**
 * Reads the bytes of a data set in row-major order. Before anything is allocated, the sizes that
 * the file declares are checked against the size of the file, or against {@link
 * Hdf5Contents#MAX_BYTES} if the data set is in chunks.
 */
final class Hdf5Storage {

  private Hdf5Storage() {}

  /** Returns the number of values that a data set declares. */
  static long count(Dataset dataset) {
    long count = dataset.getSize();
    for (long length : dataset.getDimensionsAsLong()) {
      if (length < 0 || count < 0) {
        throw new Hdf5FormatException("found an axis of negative length, expected at least 0");
      }
    }
    return count;
  }

  /**
   * Returns the bytes.
   *
   * @param dataset data set with at least one value
   * @throws Hdf5FormatException if the data set is too large or not completely stored
   */
  static ByteBuffer bytes(Dataset dataset, int fileSize) {
    long declared = Math.multiplyExact(count(dataset), (long) dataset.getDataType().getSize());
    if (dataset instanceof ChunkedDataset chunked) {
      return Hdf5Chunks.bytes(chunked);
    }
    if (dataset instanceof ContiguousDataset && dataset.isEmpty()) {
      throw new Hdf5FormatException("found a shape without stored values, expected stored values");
    }
    if (declared < 1 || declared > fileSize) {
      throw new Hdf5FormatException(
          "found a declared size of "
              + declared
              + " bytes, expected at most the "
              + fileSize
              + " bytes of the file");
    }
    ByteBuffer stored = ((DatasetBase) dataset).getDataBuffer();
    if (stored.remaining() < declared) {
      throw new Hdf5FormatException(
          "found " + stored.remaining() + " stored bytes, expected " + declared);
    }
    return stored;
  }
}
