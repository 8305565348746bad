package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  @TempDir private Path directory;

  @Test
  void createsAndReplacesFiles() throws IOException {
    Path file = directory.resolve("file");
    AtomicFiles.write(file, new byte[] {1, 2, 3});
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
    AtomicFiles.write(file, new byte[] {4});
    assertArrayEquals(new byte[] {4}, Files.readAllBytes(file));
    assertEquals(1, directory.toFile().list().length);
  }

  @Test
  void keepsTheOldFileIfWritingFails() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    IOException full = new IOException("disk full");
    assertEquals(
        full,
        assertThrows(
            IOException.class,
            () ->
                AtomicFiles.write(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.wrap(new byte[10]));
                      throw full;
                    })));
    assertEquals("old", Files.readString(file));
    assertEquals(1, directory.toFile().list().length);
  }

  @Test
  void filesHaveDefaultPermissions() throws IOException {
    Path file = directory.resolve("file");
    AtomicFiles.write(file, new byte[1]);
    Path other = Files.createFile(directory.resolve("other"));
    assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(file));
  }
}
