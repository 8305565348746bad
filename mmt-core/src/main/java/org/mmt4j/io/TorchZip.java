package org.mmt4j.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.mmt4j.io.Pickled.Storage;

/**
 * The zip container: {@code NAME/data.pkl} contains the value, {@code NAME/data/KEY} the elements
 * of a storage. All entries are uncompressed.
 */
final class TorchZip {

  private static final String PICKLE = "/data.pkl";
  private static final long LONGEST_PICKLE = 1 << 24;

  private final ZipFile zip;
  private final long size;
  private final String root;

  private TorchZip(ZipFile zip, long size) throws PickleException {
    this.zip = zip;
    this.size = size;
    this.root = root(zip);
  }

  static TorchContent read(Path file, Set<String> skipped) throws PickleException, IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new TorchZip(zip, Files.size(file)).content(skipped);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new PickleException("zip container: " + e.getMessage(), e);
    }
  }

  private TorchContent content(Set<String> skipped) throws PickleException, IOException {
    requireLittleEndian();
    Object value = new PickleReader(entry(PICKLE, LONGEST_PICKLE)).read();
    return new TorchTensors(this::storage, size).content(value, skipped);
  }

  private static String root(ZipFile zip) throws PickleException {
    List<String> pickles =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.lastIndexOf('/'))
            .toList();
    if (pickles.size() != 1) {
      throw new PickleException(
          "zip container: found " + pickles.size() + " entries */data.pkl, expected 1");
    }
    String pickle = pickles.get(0);
    return pickle.substring(0, pickle.length() - PICKLE.length());
  }

  /** PyTorch 2 writes the byte order to an entry; earlier files are always little-endian. */
  private void requireLittleEndian() throws PickleException, IOException {
    if (zip.getEntry(root + "/byteorder") != null) {
      String order = StandardCharsets.US_ASCII.decode(entry("/byteorder", 16)).toString();
      if (!order.equals("little")) {
        throw new PickleException("byte order: found " + order + ", expected little");
      }
    }
  }

  private ByteBuffer storage(Storage storage) throws PickleException, IOException {
    ByteBuffer bytes = entry("/data/" + storage.key(), storage.bytes());
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
    ZipEntry entry = zip.getEntry(root + name);
    if (entry == null) {
      throw new PickleException("zip container: found no entry " + root + name);
    }
    long length = entry.getSize();
    if (entry.getMethod() != ZipEntry.STORED || length > Math.min(most, size) || length < 0) {
      throw new PickleException(
          "entry "
              + root
              + name
              + ": found "
              + length
              + " bytes by method "
              + entry.getMethod()
              + ", expected at most "
              + Math.min(most, size)
              + " by method 0 (stored)");
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
