package org.mmt4j.io;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files of a model directory, and directories that appear whole or not at all. */
public final class ModelFiles {

  private static final long LARGEST = 64L << 20;

  private ModelFiles() {}

  /** Writes the files of a directory. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of them into {@code directory}, which is empty. */
    void writeTo(Path directory) throws IOException;
  }

  /**
   * The bytes of a small file.
   *
   * @throws TensorFileException if the file is missing or larger than 64 MiB
   */
  public static byte[] readSmall(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new TensorFileException(file, "found no such file, expected one in a model directory");
    }
    long size = Files.size(file);
    if (size > LARGEST) {
      throw new TensorFileException(file, "found " + size + " bytes, expected at most " + LARGEST);
    }
    return Files.readAllBytes(file);
  }

  /**
   * Creates or replaces a directory.
   *
   * @throws IOException if anything fails; what {@code directory} was before then stays, under its
   *     own name or, after a crash between two renames, beside it with a name that ends in {@code
   *     .old}; if nothing but deleting that fails, the new directory is in place already
   */
  public static void replace(Path directory, Content content) throws IOException {
    Path target = directory.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null) {
      throw new IOException(directory + ": found a root, expected a directory to write");
    }
    Files.createDirectories(parent);
    Path fresh = AtomicFiles.beside(target, ".new");
    Files.createDirectory(fresh);
    try {
      content.writeTo(fresh);
      AtomicFiles.syncDirectory(fresh);
      moveInPlace(fresh, target);
      AtomicFiles.syncDirectory(parent);
    } finally {
      deleteIfExists(fresh);
    }
  }

  private static void moveInPlace(Path fresh, Path target) throws IOException {
    if (!Files.exists(target)) {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path old = AtomicFiles.beside(target, ".old");
    Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    try {
      deleteIfExists(old);
    } catch (IOException e) {
      throw new IOException(
          target + ": replaced, but what it was before could not be deleted: " + old, e);
    }
  }

  private static void deleteIfExists(Path directory) throws IOException {
    if (Files.exists(directory)) {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
