package org.mmt4j.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.fixtures.ScratchFile;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A damaged file is read if it is still complete and consistent, otherwise rejected with its name.
 */
@Tag("damage")
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

  @Property(tries = 10_000)
  void readsOrRejectsDamagedFiles(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll @IntRange(max = 10_000) int other)
      throws IOException {
    ScratchFile.write(file, damage.apply(valid, place, other));
    assertCompleteOrRejected();
  }

  @Property(tries = 5_000)
  void readsOrRejectsChangedBytes(
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll byte value,
      @ForAll @IntRange(max = 10_000) int secondPlace,
      @ForAll byte secondValue)
      throws IOException {
    byte[] bytes = valid.clone();
    bytes[place % bytes.length] = value;
    bytes[secondPlace % bytes.length] = secondValue;
    ScratchFile.write(file, bytes);
    assertCompleteOrRejected();
  }

  @Property(tries = 500)
  void rejectsFilesOfADifferentLength(@ForAll @IntRange(min = -100, max = 100) int more)
      throws IOException {
    if (more != 0) {
      ScratchFile.write(file, Arrays.copyOf(valid, valid.length + more));
      assertThrows(TensorFileException.class, () -> Safetensors.read(file));
    }
  }

  /** A JSON tree of this header would be larger than the heap of these tests. */
  @Example
  void longMetadataNeedsLittleMemory() throws IOException {
    assertTrue(
        Runtime.getRuntime().maxMemory() <= 256 << 20,
        "run this test with Maven, which limits the heap: see damage in pom.xml");
    byte[] start = "{\"__metadata__\":[".getBytes(UTF_8);
    byte[] middle = "[],".repeat(1_000_000).getBytes(UTF_8);
    byte[] end = "[]]}".getBytes(UTF_8);
    long length = start.length + 30L * middle.length + end.length;
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
      out.write(start);
      for (int i = 0; i < 30; i++) {
        out.write(middle);
      }
      out.write(end);
    }
    assertEquals(0, Safetensors.read(file).size());
  }

  private static void assertCompleteOrRejected() throws IOException {
    try {
      assertEquals(3, Safetensors.read(file).size());
    } catch (TensorFileException e) {
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }
  }
}
