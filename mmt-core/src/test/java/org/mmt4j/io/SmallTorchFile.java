package org.mmt4j.io;

import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Creates small files in both containers of torch.save, from pickle operations of a test. */
final class SmallTorchFile {

  /** Storage 0: the float32 values 0 to 5. */
  static final byte[] STORAGE = floats(0, 1, 2, 3, 4, 5);

  private static final byte[] MAGIC = {
    (byte) 0x80,
    2,
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19,
    '.'
  };

  private SmallTorchFile() {}

  /** Returns {"name": 7, "w": (2, 3) of storage 0, "t": w transposed, "o": {"x": [1.5, None]}}. */
  static byte[] value() {
    return pickle(
        "}(",
        text("name"),
        "K\7",
        text("w"),
        tensor(0, 2, 3, 3, 1),
        text("t"),
        tensor(0, 3, 2, 1, 3),
        text("o"),
        "ccollections\nOrderedDict\n)Rq\0(",
        text("x"),
        "](G?\u00f8\0\0\0\0\0\0Neuu");
  }

  static byte[] pickle(String... operations) {
    return ("\u0080\2" + String.join("", operations) + ".").getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(String text) {
    return "X" + (char) text.length() + "\0\0\0" + text;
  }

  /** Returns a tensor of rank 2 of storage 0. */
  static String tensor(int offset, int rows, int columns, int rowStride, int columnStride) {
    return "ctorch._utils\n_rebuild_tensor_v2\n("
        + arguments("torch\nFloatStorage", 6, offset, rows, columns, rowStride, columnStride)
        + "tR";
  }

  /** Returns the arguments of _rebuild_tensor_v2 for storage 0. */
  static String arguments(
      String type,
      int elements,
      int offset,
      int rows,
      int columns,
      int rowStride,
      int columnStride) {
    return "("
        + text("storage")
        + ("c" + type + "\n")
        + text("0")
        + text("cpu")
        + ("K" + (char) elements + "tQ")
        + ("K" + (char) offset)
        + (number(rows) + number(columns) + "\u0086")
        + (number(rowStride) + number(columnStride) + "\u0086")
        + "\u0089N";
  }

  private static String number(int value) {
    return "M" + (char) (value & 0xff) + (char) (value >> 8);
  }

  static byte[] zip(byte[] pickle) throws IOException {
    return zip("small/", pickle, ZipEntry.STORED);
  }

  /** Returns a zip container with another folder and method of compression. */
  static byte[] zip(String folder, byte[] pickle, int method) throws IOException {
    return zip(
        method,
        ImmutableMap.of(
            folder + "data.pkl",
            pickle,
            folder + "data/0",
            STORAGE,
            folder + "version",
            new byte[] {'3', '\n'}));
  }

  static byte[] zip(int method, Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        store(zip, entry.getKey(), entry.getValue(), method);
      }
    }
    return bytes.toByteArray();
  }

  static byte[] legacy(byte[] pickle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(MAGIC);
    bytes.write(pickle("M\u00e9\3"));
    bytes.write(pickle("}", text("little_endian"), "\u0088s"));
    bytes.write(pickle);
    bytes.write(pickle("]", text("0"), "a"));
    bytes.write(new byte[] {6, 0, 0, 0, 0, 0, 0, 0});
    bytes.write(STORAGE);
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes, int method)
      throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(method);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}
