package org.mmt4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmt4j.io.NumpyValue.Numbers;

/**
 * NumPy's {@code .npy} format, versions 1 to 3: {@code \x93NUMPY}, two bytes of version, 2 or 4
 * bytes little-endian header length, a header that is the text of a Python dict, and the elements.
 *
 * <p>Supports floating-point numbers of 2, 4 and 8 bytes, integers of 1 to 8 bytes and booleans in
 * either byte order, row-major or column-major. The elements must fill the rest of the file
 * exactly. An array of objects, whose elements are a pickle, is read if the objects are numbers, or
 * arrays of numbers of one shape; nothing in it is executed.
 */
public final class NumpyFile {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;

  /**
   * The header that NumPy writes: keys in alphabetical order. Python 2 adds an L to long lengths.
   */
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': (?:'([<>|=]?)(\\w+)'|(\\[.*\\])), 'fortran_order': (True|False), "
              + "'shape': \\(((?:\\d{1,10}L?, ?)*(?:\\d{1,10}L?)?)\\),? ?\\} *\\n?");

  /** Header of an array of bytes or characters. */
  private static final Pattern TEXT = Pattern.compile("'descr': '[<>|=]?[SUa]\\d");

  private NumpyFile() {}

  /**
   * Maps a file. Values are copied only when they are read.
   *
   * @throws TensorFileException if it is not an {@code .npy} file, or larger than 2 GiB
   * @throws IOException if it cannot be read
   */
  public static StoredArray read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new TensorFileException(
            file, "found " + channel.size() + " bytes, expected at most " + Integer.MAX_VALUE);
      }
      return of(channel.map(MapMode.READ_ONLY, 0, channel.size()));
    } catch (IllegalArgumentException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Reads the content of a file.
   *
   * @throws IllegalArgumentException if it is not the content of an {@code .npy} file
   */
  public static StoredArray of(ByteBuffer content) {
    ByteBuffer bytes = content.slice().order(ByteOrder.LITTLE_ENDIAN);
    Matcher header = HEADER.matcher(header(bytes));
    if (!header.matches()) {
      throw new IllegalArgumentException(
          "found header "
              + start(header(bytes.rewind()))
              + ", expected descr, fortran_order and shape of a plain array");
    }
    String type = header.group(3) == null ? header.group(2) : header.group(3);
    if (type.equals("O")) {
      return ofObjects(bytes);
    }
    ArrayElement element = ArrayElement.required(type);
    ByteOrder order = header.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    boolean columnMajor = header.group(4).equals("True");
    return StoredArray.of(element, shape(header.group(5)), columnMajor, bytes.slice().order(order));
  }

  /**
   * Returns whether the start of a file is not that of a scalar or of text: of an array with at
   * least one axis, or of something that {@link #of} rejects.
   */
  public static boolean isArray(ByteBuffer start) {
    try {
      Matcher header = HEADER.matcher(header(start.slice().order(ByteOrder.LITTLE_ENDIAN)));
      return !header.matches()
          || String.valueOf(header.group(2)).equals("O")
          || (shape(header.group(5)).length > 0 && !TEXT.matcher(start(header.group())).find());
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  /** Reads the elements of an array of objects: a pickle of the array. */
  private static StoredArray ofObjects(ByteBuffer bytes) {
    try {
      Object value = new NumpyPickleReader(bytes.slice()).read();
      if (value instanceof PickledArray array && array.value() instanceof Numbers numbers) {
        return numbers.array();
      }
    } catch (PickleException e) {
      throw new IllegalArgumentException(
          "found damaged objects, expected a pickle: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "found objects, expected numbers, or arrays of numbers of one shape (save each array on its"
            + " own)");
  }

  /** Reads the header. The position of {@code bytes} is then after the header. */
  private static String header(ByteBuffer bytes) {
    byte[] magic = new byte[Math.min(MAGIC.length, bytes.remaining())];
    bytes.get(magic);
    if (!Arrays.equals(magic, MAGIC) || bytes.remaining() < 6) {
      throw new IllegalArgumentException(
          "found a different format, expected \\x93NUMPY at the start of an .npy file");
    }
    int version = bytes.get();
    bytes.get();
    if (version < 1 || version > 3) {
      throw new IllegalArgumentException("found version " + version + ", expected 1 to 3");
    }
    int length = version == 1 ? Short.toUnsignedInt(bytes.getShort()) : bytes.getInt();
    if (length < 0 || length > Math.min(LONGEST_HEADER, bytes.remaining())) {
      throw new IllegalArgumentException(
          "found a header length of "
              + Integer.toUnsignedString(length)
              + ", expected at most "
              + Math.min(LONGEST_HEADER, bytes.remaining()));
    }
    byte[] header = new byte[length];
    bytes.get(header);
    return new String(header, StandardCharsets.ISO_8859_1);
  }

  private static String start(String header) {
    return header.strip().substring(0, Math.min(120, header.strip().length()));
  }

  private static long[] shape(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(length -> length.replace("L", "").strip())
        .filter(length -> !length.isEmpty())
        .mapToLong(Long::parseLong)
        .toArray();
  }
}
