package org.mmt4j.train.listener;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes TensorFlow's record files. A record is, in little-endian order,
 *
 * <pre>{@code
 * uint64 length
 * uint32 masked CRC-32C of the length's bytes
 * byte   data[length]
 * uint32 masked CRC-32C of the data
 * }</pre>
 *
 * where a checksum is masked by rotating it right by 15 bits and adding 0xa282ead8 (TensorFlow's
 * {@code tsl/lib/io/record_writer.h} and {@code tsl/lib/hash/crc32c.h}).
 */
final class TfRecordWriter implements Closeable {

  private static final int MASK = 0xa282ead8;

  private final OutputStream file;

  /** Creates the file, which must not exist. */
  TfRecordWriter(Path file) throws IOException {
    this.file = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
  }

  /** Appends a record, and passes it to the operating system before it returns. */
  void write(byte[] data) throws IOException {
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length).putInt(maskedChecksum(record.array(), Long.BYTES));
    record.put(data).putInt(maskedChecksum(data, data.length));
    file.write(record.array());
  }

  private static int maskedChecksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
