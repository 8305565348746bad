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

/** Atomic writing of files: under a temporary name, synced, then renamed. */
public final class AtomicFiles {

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes the whole content to {@code channel}. */
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFiles() {}

  /**
   * Replaces or creates {@code file}.
   *
   * @throws IOException if anything fails; the previous {@code file} is then kept
   */
  public static void write(Path file, Content content) throws IOException {
    Path temporary = sibling(file, ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
      }
      replace(file, temporary);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Replaces or creates {@code file} by a complete file of the same directory, which is synced and
   * renamed.
   *
   * @throws IOException if anything fails; the previous {@code file} is then kept
   */
  public static void replace(Path file, Path complete) throws IOException {
    try (FileChannel channel = FileChannel.open(complete, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(parent(file));
  }

  /** Returns the directory of a file. */
  public static Path parent(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new DataFileException(file, "found a root directory, expected a file");
    }
    return parent;
  }

  /**
   * Syncs a directory, so that renames and new files survive a power failure. Skipped on Windows,
   * which cannot open directories.
   */
  public static void syncDirectory(Path directory) throws IOException {
    if (File.separatorChar == '/' && directory.getFileSystem() == FileSystems.getDefault()) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * Returns a path in the same directory that does not exist. Not a temporary file of Java, so that
   * new files have the usual permissions.
   */
  static Path sibling(Path file, String kind) {
    return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + kind);
  }

  /** Replaces or creates {@code file} with the given bytes. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /** Writes all remaining bytes of a buffer. */
  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
