package org.mmt4j.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.mmt4j.io.Pickled.Storage;

/**
 * The zip container: {@code NAME/data.pkl} contains the value, {@code NAME/data/KEY} the elements
 * of a storage. PyTorch does not compress entries; files that were unpacked and zipped again may be
 * compressed, in any folder, and beside other files. The size that an entry declares is checked
 * before it is read, and no more bytes are read.
 */
final class TorchZip {

  private static final String PICKLE = "data.pkl";
  private static final long LONGEST_PICKLE = 1 << 24;
  private static final int SHOWN_NAMES = 3;

  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
  private final String root;

  private TorchZip(ZipFile zip) throws PickleException {
    this.zip = zip;
    zip.stream().forEach(entry -> entries.put(entry.getName().replace('\\', '/'), entry));
    this.root = root();
  }

  static TorchContent read(Path file, long size, Set<String> skipped)
      throws PickleException, IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new TorchZip(zip).content(size, skipped);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new PickleException(
          "zip container: "
              + e.getMessage()
              + "; the file is incomplete or damaged, copy or download it again",
          e);
    }
  }

  private TorchContent content(long size, Set<String> skipped) throws PickleException, IOException {
    requireLittleEndian();
    Object value = new TorchPickleReader(entry(PICKLE, LONGEST_PICKLE)).read();
    return new TorchTensors(this::storage, size).content(value, skipped);
  }

  /** Returns the folder of the only data.pkl, with a slash at its end. */
  private String root() throws PickleException {
    List<String> pickles =
        entries.keySet().stream()
            .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
            .filter(name -> !name.startsWith("__MACOSX/"))
            .toList();
    if (pickles.size() != 1) {
      throw new PickleException(
          "zip container: found "
              + pickles.size()
              + " entries data.pkl among "
              + entries.size()
              + " ("
              + String.join(", ", entries.keySet().stream().limit(SHOWN_NAMES).toList())
              + "), expected 1 as torch.save writes it; if the file is an archive of checkpoints,"
              + " unpack it");
    }
    String pickle = pickles.get(0);
    return pickle.substring(0, pickle.length() - PICKLE.length());
  }

  /** PyTorch 2 writes the byte order to an entry; earlier files are always little-endian. */
  private void requireLittleEndian() throws PickleException, IOException {
    if (entries.containsKey(root + "byteorder")) {
      String order = StandardCharsets.US_ASCII.decode(entry("byteorder", 16)).toString().strip();
      if (!order.equals("little")) {
        throw new PickleException(
            "byte order: found "
                + order
                + ", expected little; save the file again on a machine with little-endian order");
      }
    }
  }

  private ByteBuffer storage(Storage storage) throws PickleException, IOException {
    ByteBuffer bytes = entry("data/" + storage.key(), storage.bytes());
    if (bytes.remaining() != storage.bytes()) {
      throw new PickleException(
          "storage "
              + storage.key()
              + ": found "
              + bytes.remaining()
              + " bytes, expected "
              + storage.bytes());
    }
    return bytes;
  }

  private ByteBuffer entry(String name, long most) throws PickleException, IOException {
    ZipEntry entry = entries.get(root + name);
    if (entry == null) {
      throw new PickleException("zip container: found no entry " + root + name);
    }
    long length = entry.getSize();
    if (length > most || length < 0) {
      throw new PickleException(
          "entry " + root + name + ": found " + length + " bytes, expected at most " + most);
    }
    try (InputStream stream = zip.getInputStream(entry)) {
      byte[] bytes = stream.readNBytes((int) length);
      requireChecksum(entry, bytes);
      return ByteBuffer.wrap(bytes);
    }
  }

  private static void requireChecksum(ZipEntry entry, byte[] bytes) throws PickleException {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    if (bytes.length != entry.getSize() || checksum.getValue() != entry.getCrc()) {
      throw new PickleException(
          "entry "
              + entry.getName()
              + ": found checksum %08x of %d bytes, expected %08x of %d"
                  .formatted(checksum.getValue(), bytes.length, entry.getCrc(), entry.getSize()));
    }
  }
}
