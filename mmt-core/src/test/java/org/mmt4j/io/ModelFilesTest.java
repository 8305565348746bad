package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {

  @TempDir private Path parent;

  @Test
  void createsAndReplacesDirectories() throws IOException {
    Path target = parent.resolve("a/b");
    ModelFiles.replace(target, fresh -> Files.writeString(fresh.resolve("one"), "1"));
    ModelFiles.replace(target, fresh -> Files.writeString(fresh.resolve("two"), "2"));
    assertArrayEquals(new String[] {"two"}, target.toFile().list());
    assertArrayEquals(new String[] {"b"}, target.getParent().toFile().list());
  }

  @Test
  void keepsTheOldDirectoryIfWritingFails() throws IOException {
    Path target = Files.createDirectory(parent.resolve("model"));
    Files.writeString(target.resolve("one"), "1");
    IOException full = new IOException("disk full");
    assertEquals(
        full,
        assertThrows(
            IOException.class,
            () ->
                ModelFiles.replace(
                    target,
                    fresh -> {
                      Files.writeString(fresh.resolve("one"), "2");
                      throw full;
                    })));
    assertEquals("1", Files.readString(target.resolve("one")));
    assertArrayEquals(new String[] {"model"}, parent.toFile().list());
  }

  @Test
  void keepsABackupNextToTheDirectory() throws IOException {
    Path target = Files.createDirectory(parent.resolve("model"));
    Path backup = Files.createDirectory(parent.resolve("model.old"));
    Files.writeString(backup.resolve("one"), "1");
    ModelFiles.replace(target, fresh -> Files.writeString(fresh.resolve("one"), "2"));
    assertEquals("1", Files.readString(backup.resolve("one")));
  }

  @Test
  void directoriesHaveDefaultPermissions() throws IOException {
    Path target = parent.resolve("model");
    ModelFiles.replace(target, fresh -> Files.writeString(fresh.resolve("one"), "1"));
    Path other = Files.createDirectory(parent.resolve("other"));
    assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(target));
  }

  @Test
  void rejectsARootDirectory() {
    IOException e =
        assertThrows(IOException.class, () -> ModelFiles.replace(parent.getRoot(), fresh -> {}));
    assertEquals(
        "/: found a root directory, expected a directory that can be replaced", e.getMessage());
  }

  @Test
  void readSmallRejectsMissingAndLargeFiles() throws IOException {
    Path missing = parent.resolve("missing");
    assertEquals(
        missing + ": found no such file, expected one in a model directory",
        assertThrows(TensorFileException.class, () -> ModelFiles.readSmall(missing)).getMessage());
    Path large = parent.resolve("large");
    long size = (64L << 20) + 1;
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(size);
    }
    assertEquals(
        large + ": found " + size + " bytes, expected at most " + (size - 1),
        assertThrows(TensorFileException.class, () -> ModelFiles.readSmall(large)).getMessage());
  }
}
