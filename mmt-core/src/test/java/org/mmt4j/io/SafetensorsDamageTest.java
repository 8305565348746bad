package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.nd4j.linalg.factory.Nd4j;

/** A damaged file is either still whole and consistent, or refused by its name. */
class SafetensorsDamageTest {

  private static Path file;
  private static byte[] valid;

  @BeforeContainer
  static void writeFile() throws IOException {
    file = Files.createTempFile("tensors", ".safetensors");
    Safetensors.write(
        file,
        ImmutableMap.of(
            "weight", Nd4j.rand(2, 3),
            "bias", Nd4j.createFromArray(1.0, 2.0),
            "steps", Nd4j.scalar(3L)));
    valid = Files.readAllBytes(file);
  }

  @AfterContainer
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 9000)
  void changedBytesLoadOrAreRefused(
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll byte value,
      @ForAll @IntRange(max = 10_000) int secondPlace,
      @ForAll byte secondValue)
      throws IOException {
    byte[] bytes = valid.clone();
    bytes[place % bytes.length] = value;
    bytes[secondPlace % bytes.length] = secondValue;
    if (loads(bytes)) {
      assertEquals(3, Safetensors.read(file).size());
    }
  }

  @Property(tries = 500)
  void cutFilesAreRefused(@ForAll @IntRange(max = 10_000) int length) throws IOException {
    assertFalse(loads(Arrays.copyOf(valid, length % valid.length)));
  }

  @Property(tries = 500)
  void longerFilesAreRefused(@ForAll @IntRange(min = 1, max = 100) int more) throws IOException {
    assertFalse(loads(Arrays.copyOf(valid, valid.length + more)));
  }

  private static boolean loads(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try {
      Safetensors.read(file);
      return true;
    } catch (TensorFileException e) {
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      return false;
    }
  }
}
