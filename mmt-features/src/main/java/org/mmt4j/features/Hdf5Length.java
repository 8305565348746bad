package org.mmt4j.features;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Recognizes truncated HDF5 files: they have fewer bytes than their superblock states. */
final class Hdf5Length {

  private static final long SIGNATURE = 0x894844460d0a1a0aL;
  private static final int HEAD = 64;
  private static final int BYTES_OF_ADDRESSES = 8;

  private Hdf5Length() {}

  /** Returns how much of a file is left; empty if it is complete or no HDF5 file. */
  static Optional<String> truncation(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(HEAD);
      long bytes = Files.size(file);
      return head.length < HEAD
          ? Optional.empty()
          : statedLength(ByteBuffer.wrap(head))
              .filter(stated -> bytes < stated)
              .map(
                  stated ->
                      "found a truncated HDF5 file of %d bytes, expected %d bytes; copy or download it again"
                          .formatted(bytes, stated));
    } catch (IOException e) {
      return Optional.empty(); // the reader's own exception says why the file cannot be read
    }
  }

  private static Optional<Long> statedLength(ByteBuffer head) {
    if (head.getLong(0) != SIGNATURE) {
      return Optional.empty();
    }
    int version = head.get(8);
    int bytesOfAddresses = head.get(version < 2 ? 13 : 9);
    int place = version == 0 ? 40 : version == 1 ? 44 : 28;
    return bytesOfAddresses == BYTES_OF_ADDRESSES
        ? Optional.of(head.order(ByteOrder.LITTLE_ENDIAN).getLong(place))
        : Optional.empty();
  }
}
