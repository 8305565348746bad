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
 * Reads LevelDB's table format, in which TensorFlow keeps the index of a {@link TensorBundle}:
 * blocks of sorted keys and their values, a block that says where those are, and a footer of 48
 * bytes that says where that one is.
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

  /** Keys share their beginnings, so that a small file could hold very many long ones. */
  private static final int LONGEST_KEY = 512;

  @SuppressWarnings("ArrayRecordComponent") // handed on, not compared
  private record Entry(String key, byte[] value) {}

  private static final Entry FIRST = new Entry("", new byte[0]);

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
   * @return values by keys in ascending order; a key's characters are its bytes
   * @throws TensorFileException if {@code content} is no whole table without compression, or a
   *     checksum is wrong
   */
  static ImmutableMap<String, byte[]> read(Path file, byte[] content) throws TensorFileException {
    try {
      SortedTable table = new SortedTable(file, content);
      table.readBlocks();
      return ImmutableMap.copyOf(table.entries);
    } catch (TensorFileException e) {
      throw e;
    } catch (IOException e) { // a varint without end, more bytes asked for than a block has
      throw new TensorFileException(file, "found a block truncated: " + e.getMessage(), e);
    }
  }

  /** Source: {@code crc32c.h} of LevelDB. */
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
              + " bytes without the magic number at their end, expected a table of at least "
              + FOOTER);
    }
    CodedInputStream handles = CodedInputStream.newInstance(content, footer, FOOTER - Long.BYTES);
    block(handles); // of meta data, of which TensorFlow writes none
    readIndex(block(handles));
  }

  private void readIndex(CodedInputStream index) throws IOException {
    Entry entry = FIRST;
    while (!index.isAtEnd()) {
      entry = next(index, entry);
      readEntries(block(CodedInputStream.newInstance(entry.value)));
    }
  }

  private void readEntries(CodedInputStream block) throws IOException {
    Entry entry = FIRST;
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
        || unshared > LONGEST_KEY - shared) {
      throw new TensorFileException(
          file,
          "found a key of "
              + shared
              + " characters of \""
              + previous.key
              + "\" and "
              + unshared
              + " others, expected no more than that has, and at most "
              + LONGEST_KEY
              + " in all");
    }
    String rest = new String(block.readRawBytes(unshared), StandardCharsets.ISO_8859_1);
    return new Entry(previous.key.substring(0, shared) + rest, block.readRawBytes(valueLength));
  }

  /** The entries of the block that a handle points to. */
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
              + ", expected at least 4 that end before "
              + end);
    }
    int start = (int) offset;
    int length = (int) size;
    requireWhole(start, length);
    return CodedInputStream.newInstance(content, start, length - restartBytes(start, length));
  }

  private void requireWhole(int start, int length) throws TensorFileException {
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
              + ": found compression "
              + content[start + length]
              + ", expected none (0)");
    }
  }

  /** Length of the list at a block's end of where keys start that share nothing. */
  private int restartBytes(int start, int length) throws TensorFileException {
    int restarts = littleEndian().getInt(start + length - Integer.BYTES);
    int most = length / Integer.BYTES - 1;
    if (restarts < 0 || restarts > most) {
      throw new TensorFileException(
          file,
          "block at offset "
              + start
              + ": found "
              + restarts
              + " restarts, expected at most "
              + most);
    }
    return Integer.BYTES * (restarts + 1);
  }

  private ByteBuffer littleEndian() {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }
}
