package org.mmt4j.features;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.object.message.FillValueMessage;
import java.nio.ByteBuffer;

/**
 * Reads the bytes of a data set in row-major order. Values that were never written are the fill
 * value. Before anything is allocated, the sizes that the file declares are checked against the
 * size of the file, or against {@link Hdf5Contents#MAX_BYTES} if the data set is in chunks or was
 * never written.
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
  static ByteBuffer bytes(Dataset dataset, Hdf5Structure file) {
    long declared = Math.multiplyExact(count(dataset), (long) dataset.getDataType().getSize());
    if (dataset instanceof ChunkedDataset chunked) {
      return Hdf5Chunks.bytes(chunked, file, fill(dataset));
    }
    boolean neverWritten = dataset instanceof ContiguousDataset && dataset.isEmpty();
    long most = neverWritten ? Hdf5Contents.MAX_BYTES : file.size();
    if (declared < 1 || declared > most) {
      throw new Hdf5FormatException(
          "found a declared size of "
              + declared
              + " bytes, expected at most "
              + (neverWritten ? most + " bytes" : "the " + most + " bytes of the file"));
    }
    if (neverWritten) {
      return ByteBuffer.wrap(filled((int) declared, fill(dataset)));
    }
    ByteBuffer stored = ((DatasetBase) dataset).getDataBuffer();
    if (stored.remaining() < declared) {
      throw new Hdf5FormatException(
          "found " + stored.remaining() + " stored bytes, expected " + declared);
    }
    return stored.slice(stored.position(), (int) declared);
  }

  /** Returns an array that repeats a value. */
  static byte[] filled(int length, byte[] value) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i += value.length) {
      System.arraycopy(value, 0, bytes, i, Math.min(value.length, length - i));
    }
    return bytes;
  }

  /** Returns the bytes of the fill value, which is 0 by default. */
  private static byte[] fill(Dataset dataset) {
    byte[] value = new byte[dataset.getDataType().getSize()];
    for (FillValueMessage message :
        ((DatasetBase) dataset).getHeader().getMessagesOfType(FillValueMessage.class)) {
      if (message.isFillValueDefined() && message.getFillValue().remaining() == value.length) {
        message.getFillValue().get(value);
      }
    }
    return value;
  }
}
