package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.fixtures.ScratchFile;

/** A damaged file is read, or rejected with its name: bits flipped, bytes truncated or copied. */
@Tag("damage")
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

  @Property(tries = 10_000)
  void zipContainers(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll @IntRange(max = 10_000) int other)
      throws IOException {
    assertReadOrRejected(damage.apply(SmallTorchFile.zip(SmallTorchFile.value()), place, other));
  }

  /** The pickle is damaged before it is put into the container, so checksums are correct. */
  @Property(tries = 5_000)
  void picklesInZipContainers(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll @IntRange(max = 10_000) int other)
      throws IOException {
    assertReadOrRejected(SmallTorchFile.zip(damage.apply(SmallTorchFile.value(), place, other)));
  }

  @Property(tries = 5_000)
  void compressedZipContainers(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll @IntRange(max = 10_000) int other)
      throws IOException {
    assertReadOrRejected(
        damage.apply(
            SmallTorchFile.zip("a/", SmallTorchFile.value(), ZipEntry.DEFLATED), place, other));
  }

  /** Objects of unknown classes, paths and sets, in protocol 4. */
  @Property(tries = 5_000)
  void picklesOfObjects(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll @IntRange(max = 10_000) int other)
      throws IOException {
    byte[] pickle =
        SmallTorchFile.pickle(
            "}\u0094(\u008c\1a\u008c\1m\u008c\1C\u0093)}\u0092}\u008c\1bK\1sb",
            "\u008c\1p\u008c\7pathlib\u008c\11PosixPath\u0093\u008c\1a\u0085R",
            "\u008c\1s\u008f(K\1h\0\u0090\u008c\1w",
            SmallTorchFile.tensor(0, 2, 3, 3, 1),
            "u");
    pickle[1] = 4;
    assertReadOrRejected(SmallTorchFile.zip(damage.apply(pickle, place, other)));
  }

  /** Scalars of NumPy 2.4. */
  @Property(tries = 5_000)
  void picklesOfNumpyScalars(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll @IntRange(max = 10_000) int other)
      throws IOException {
    try (InputStream in = TorchDamageTest.class.getResourceAsStream("numpy2.pkl")) {
      assertReadOrRejected(SmallTorchFile.zip(damage.apply(in.readAllBytes(), place, other)));
    }
  }

  @Property(tries = 10_000)
  void legacyContainers(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll @IntRange(max = 10_000) int other)
      throws IOException {
    assertReadOrRejected(damage.apply(SmallTorchFile.legacy(SmallTorchFile.value()), place, other));
  }

  private static void assertReadOrRejected(byte[] bytes) throws IOException {
    ScratchFile.write(file, bytes);
    try {
      TorchFile.read(file);
    } catch (TensorFileException e) {
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }
  }
}
