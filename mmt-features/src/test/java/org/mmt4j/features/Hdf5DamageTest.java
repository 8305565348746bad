package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mmt4j.data.Expert;
import org.mmt4j.data.Timing;
import org.mmt4j.fixtures.ScratchFile;
import org.mmt4j.fixtures.TestFiles;

/** A damaged file is read, or the exception names the file. */
@Tag("damage")
class Hdf5DamageTest {

  private static final List<byte[]> VALID =
      read("small", "small_latest", "filters", "resizable", "grouped");

  private static Path file = Path.of("");

  private static final List<Expert> EXPERTS =
      List.of(
          Expert.of("rgb", 5),
          Expert.of("s3d", 5).withTiming(new Timing.Stored()),
          Expert.of("lzf", 5),
          Expert.of("scale_f4", 5),
          Expert.of("fletcher32_gzip", 5),
          Expert.of("array", 2),
          Expert.of("tree", 2),
          Expert.of("fixed", 2),
          Expert.of("soft", 5));

  @BeforeContainer
  static void create() throws IOException {
    file = TestFiles.scratch().resolve("damaged.h5");
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.deleteIfExists(file);
    Files.delete(Objects.requireNonNull(file.getParent()));
  }

  @Property(tries = 1_000, seed = "1")
  void overwrittenBytesAreReadOrRejected(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int count) throws IOException {
    for (byte[] bytes : validFiles()) {
      Random random = new Random(seed);
      for (int i = 0; i < count; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      requireReadOrRejected(bytes);
    }
  }

  @Property(tries = 1_000, seed = "2")
  void flippedBitsOfTheStructureAreReadOrRejected(@ForAll long seed) throws IOException {
    for (byte[] bytes : validFiles()) {
      Random random = new Random(seed);
      bytes[random.nextInt(Math.min(bytes.length, 8192))] ^= (byte) (1 << random.nextInt(8));
      requireReadOrRejected(bytes);
    }
  }

  @Property(tries = 1_000, seed = "3")
  void copiedBytesAreReadOrRejected(@ForAll long seed) throws IOException {
    for (byte[] bytes : validFiles()) {
      Random random = new Random(seed);
      int length = 1 + random.nextInt(64);
      int from = random.nextInt(bytes.length - length);
      int to = random.nextInt(bytes.length - length);
      System.arraycopy(bytes, from, bytes, to, length);
      requireReadOrRejected(bytes);
    }
  }

  @Property(tries = 1_000, seed = "4")
  void truncatedFilesAreReadOrRejected(@ForAll long seed) throws IOException {
    for (byte[] bytes : validFiles()) {
      requireReadOrRejected(Arrays.copyOf(bytes, new Random(seed).nextInt(bytes.length)));
    }
  }

  private static List<byte[]> validFiles() {
    return VALID.stream().map(byte[]::clone).toList();
  }

  private static List<byte[]> read(String... names) {
    return Stream.of(names)
        .map(
            name -> {
              try {
                return Files.readAllBytes(Hdf5File.named(name));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  private static void requireReadOrRejected(byte[] bytes) throws IOException {
    readOrReject(ScratchFile.write(file, bytes));
  }

  private static void readOrReject(Path file) {
    try {
      Hdf5Features.read(file, "video0001", EXPERTS);
      Hdf5Features.dimensions(file);
    } catch (FeatureFileException e) {
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }
  }
}
