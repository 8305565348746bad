package org.mmt4j.text;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.mmt4j.io.TensorFileException;
import org.nd4j.shade.protobuf.CodedInputStream;

/**
 * Reads LevelDB's table format, which TensorFlow uses for the index of a {@link TensorBundle}:
 * blocks of sorted keys and their values, an index block that points to them, and a footer of 48
 * bytes that points to the index block.
 *
 * <pre>
 * block   = entry* restart* (number of restarts), then 1 byte compression, 4 bytes checksum
 * entry   = shared, unshared, length of value (varints), unshared bytes of the key, value
 * footer  = handle of the meta index, handle of the index, zeros, magic number
 * handle  = offset, size (varints)
 * </pre>
 *
 * <p>Source: {@code table_format.md} of LevelDB.
 */
final class SortedTable {

  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER = 48;
  private static final int TRAILER = 5;
  private static final int UNCOMPRESSED = 0;

  /** Limits memory: keys share prefixes, so a small file can encode very many long keys. */
  private static final int MAX_KEY_LENGTH = 512;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(String key, byte[] value) {}

  private static final Entry BEFORE_FIRST = new Entry("", new byte[0]);

  private final Path file;
  private final byte[] content;
  private final TreeMap<String, byte[]> entries = new TreeMap<>();

  private SortedTable(Path file, byte[] content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Reads all entries.
   *
   * @param file for messages
   * @return values by key, in ascending order of the keys; each character of a key is one byte
   * @throws TensorFileException if {@code content} is not a complete, uncompressed table, or a
   *     checksum is wrong
   */
  static ImmutableMap<String, byte[]> read(Path file, byte[] content) throws TensorFileException {
    try {
      SortedTable table = new SortedTable(file, content);
      table.readBlocks();
      return ImmutableMap.copyOf(table.entries);
    } catch (TensorFileException e) {
      throw e;
    } catch (IOException e) { // an unterminated varint, or a length beyond the end of a block
      throw new TensorFileException(file, "found a truncated block: " + e.getMessage(), e);
    }
  }

  /** Returns LevelDB's masked CRC32C. Source: {@code crc32c.h} of LevelDB. */
  static int maskedChecksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
  }

  private void readBlocks() throws IOException {
    int footer = content.length - FOOTER;
    if (footer < 0 || littleEndian().getLong(content.length - Long.BYTES) != MAGIC) {
      throw new TensorFileException(
          file,
          "found "
              + content.length
              + " bytes without the magic number at the end, expected a table of at least "
              + FOOTER
              + " bytes");
    }
    CodedInputStream handles = CodedInputStream.newInstance(content, footer, FOOTER - Long.BYTES);
    block(handles); // the meta index; TensorFlow writes no metadata
    readIndex(block(handles));
  }

  private void readIndex(CodedInputStream index) throws IOException {
    Entry entry = BEFORE_FIRST;
    while (!index.isAtEnd()) {
      entry = next(index, entry);
      readEntries(block(CodedInputStream.newInstance(entry.value)));
    }
  }

  private void readEntries(CodedInputStream block) throws IOException {
    Entry entry = BEFORE_FIRST;
    while (!block.isAtEnd()) {
      entry = next(block, entry);
      if (!entries.isEmpty() && entry.key.compareTo(entries.lastKey()) <= 0) {
        throw new TensorFileException(
            file,
            "found key \""
                + entry.key
                + "\" after \""
                + entries.lastKey()
                + "\", expected ascending order");
      }
      entries.put(entry.key, entry.value);
    }
  }

  private Entry next(CodedInputStream block, Entry previous) throws IOException {
    int shared = block.readRawVarint32();
    int unshared = block.readRawVarint32();
    int valueLength = block.readRawVarint32();
    if (shared < 0
        || shared > previous.key.length()
        || unshared < 0
        || unshared > MAX_KEY_LENGTH - shared) {
      throw new TensorFileException(
          file,
          "found a key of "
              + shared
              + " characters shared with \""
              + previous.key
              + "\" and "
              + unshared
              + " more, expected a prefix of that key and at most "
              + MAX_KEY_LENGTH
              + " characters");
    }
    String rest = new String(block.readRawBytes(unshared), StandardCharsets.ISO_8859_1);
    return new Entry(previous.key.substring(0, shared) + rest, block.readRawBytes(valueLength));
  }

  /** Returns the entries of the block that a handle points to. */
  private CodedInputStream block(CodedInputStream handle) throws IOException {
    long offset = handle.readRawVarint64();
    long size = handle.readRawVarint64();
    long end = (long) content.length - FOOTER - TRAILER;
    if (offset < 0 || size < Integer.BYTES || offset > end || size > end - offset) {
      throw new TensorFileException(
          file,
          "found a block of "
              + size
              + " bytes at offset "
              + offset
              + ", expected at least 4 bytes that end at offset "
              + end
              + " or before");
    }
    int start = (int) offset;
    int length = (int) size;
    requireIntact(start, length);
    return CodedInputStream.newInstance(content, start, length - restartBytes(start, length));
  }

  private void requireIntact(int start, int length) throws TensorFileException {
    int stored = littleEndian().getInt(start + length + 1);
    int computed = maskedChecksum(ByteBuffer.wrap(content, start, length + 1));
    if (stored != computed) {
      throw new TensorFileException(
          file,
          String.format(
              Locale.ROOT,
              "block at offset %d: found checksum %08x, expected %08x",
              start,
              computed,
              stored));
    }
    if (content[start + length] != UNCOMPRESSED) {
      throw new TensorFileException(
          file,
          "block at offset "
              + start
              + ": found compression type "
              + content[start + length]
              + ", expected 0 (uncompressed)");
    }
  }

  /** Returns the length of the list of restarts (keys without a shared prefix) at a block's end. */
  private int restartBytes(int start, int length) throws TensorFileException {
    int restarts = littleEndian().getInt(start + length - Integer.BYTES);
    int maxRestarts = length / Integer.BYTES - 1;
    if (restarts < 0 || restarts > maxRestarts) {
      throw new TensorFileException(
          file,
          "block at offset "
              + start
              + ": found "
              + restarts
              + " restarts, expected at most "
              + maxRestarts);
    }
    return Integer.BYTES * (restarts + 1);
  }

  private ByteBuffer littleEndian() {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }
}
