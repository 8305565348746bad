package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A damaged file loads or is refused by its name: flips, cuts and splices of bytes. */
class TorchDamageTest {

  private static Path file;

  @BeforeContainer
  static void createFile() throws IOException {
    file = Files.createTempFile("damaged", ".pth");
  }

  @AfterContainer
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 5_000)
  void zipContainers(@ForAll long seed) throws IOException {
    requireLoadedOrRefused(damaged(SmallTorchFile.zip(SmallTorchFile.value()), seed));
  }

  /** Past the checksums: the pickle is damaged before it is put into the container. */
  @Property(tries = 5_000)
  void picklesInZipContainers(@ForAll long seed) throws IOException {
    requireLoadedOrRefused(SmallTorchFile.zip(damaged(SmallTorchFile.value(), seed)));
  }

  @Property(tries = 10_000)
  void oldContainers(@ForAll long seed) throws IOException {
    requireLoadedOrRefused(damaged(SmallTorchFile.legacy(SmallTorchFile.value()), seed));
  }

  private static byte[] damaged(byte[] valid, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = valid.clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> {
        int length = 1 + random.nextInt(32);
        int from = random.nextInt(bytes.length - length);
        System.arraycopy(bytes, from, bytes, random.nextInt(bytes.length - length), length);
      }
      default -> {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
    }
    return bytes;
  }

  private static void requireLoadedOrRefused(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try {
      TorchFile.read(file);
    } catch (TensorFileException e) {
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }
  }
}
