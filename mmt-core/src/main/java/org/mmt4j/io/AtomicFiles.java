package org.mmt4j.io;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that appear whole or not at all: written under a temporary name, synced, then renamed. */
public final class AtomicFiles {

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it to {@code channel}. */
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFiles() {}

  /**
   * Replaces or creates {@code file}.
   *
   * @throws IOException if anything fails; what {@code file} was before then stays
   */
  public static void write(Path file, Content content) throws IOException {
    Path temporary = beside(file, ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncDirectory(parent(file));
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static Path parent(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(file + ": found a root, expected a file to write");
    }
    return parent;
  }

  /**
   * Makes the names in a directory survive a power failure, where the file system can: Windows
   * cannot open directories.
   */
  static void syncDirectory(Path directory) throws IOException {
    if (File.separatorChar == '/' && directory.getFileSystem() == FileSystems.getDefault()) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** A path that does not exist, in the same directory; new files get the usual permissions. */
  static Path beside(Path file, String kind) {
    return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + kind);
  }

  /** Replaces or creates {@code file} with these bytes. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /** Writes all that remains of a buffer. */
  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
