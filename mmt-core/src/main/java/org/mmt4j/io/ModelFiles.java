package org.mmt4j.io;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files of a model directory, and atomic replacement of directories. */
public final class ModelFiles {

  private static final long LARGEST = 64L << 20;

  private ModelFiles() {}

  /** Writes the files of a directory. */
  @FunctionalInterface
  public interface Content {
    /** Writes all files into {@code directory}, which is empty. */
    void writeTo(Path directory) throws IOException;
  }

  /**
   * Reads a small file.
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
   * @throws IOException if anything fails; the previous directory is then kept under its name or,
   *     after a crash between two renames, in the same parent with a name that ends in {@code
   *     .old}. If only the deletion of the previous directory fails, the new directory is already
   *     in place
   */
  public static void replace(Path directory, Content content) throws IOException {
    Path target = directory.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null) {
      throw new DataFileException(
          directory, "found a root directory, expected a directory that can be replaced");
    }
    Files.createDirectories(parent);
    Path fresh = AtomicFiles.sibling(target, ".new");
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
    Path old = AtomicFiles.sibling(target, ".old");
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
      throw new DataFileException(
          target, "replaced, but the previous directory could not be deleted: " + old, e);
    }
  }

  private static void deleteIfExists(Path directory) throws IOException {
    if (Files.exists(directory)) {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
