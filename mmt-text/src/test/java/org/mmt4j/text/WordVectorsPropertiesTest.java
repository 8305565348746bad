package org.mmt4j.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.fixtures.ScratchFile;
import org.mmt4j.io.TensorFileException;

/** A damaged file is read or rejected with a message; all other exceptions fail the test. */
class WordVectorsPropertiesTest {

  private static final String[] WORDS = {"a", "man", "The", "don't", "café", "中中", "𝟘", "1.5"};

  private static Path file = Path.of("");

  @BeforeContainer
  static void makeFile() throws IOException {
    file = Files.createTempFile("mmt-damaged", ".vectors");
  }

  @AfterContainer
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 10_000, seed = "20200821")
  void readsOrRejectsADamagedBinaryFile(
      @ForAll Damage damage, @ForAll @IntRange int place, @ForAll @IntRange int other)
      throws IOException {
    assertReadOrRejected(WordVectorFormat.BINARY, damage, place, other);
  }

  @Property(tries = 10_000, seed = "20200821")
  void readsOrRejectsADamagedTextFile(
      @ForAll Damage damage, @ForAll @IntRange int place, @ForAll @IntRange int other)
      throws IOException {
    assertReadOrRejected(WordVectorFormat.TEXT, damage, place, other);
  }

  @Property(tries = 10_000, seed = "20200821")
  void readsOrRejectsADamagedGloveFile(
      @ForAll Damage damage, @ForAll @IntRange int place, @ForAll @IntRange int other)
      throws IOException {
    assertReadOrRejected(WordVectorFormat.GLOVE, damage, place, other);
  }

  /** Holds for all bit patterns of finite float32 values, also in text formats. */
  @Property(tries = 1000, seed = "20200821")
  void readsVectorsExactlyAsWritten(
      @ForAll WordVectorFormat format,
      @ForAll @IntRange(min = 1, max = 8) int words,
      @ForAll @IntRange(min = 1, max = 12) int dimension,
      @ForAll long seed)
      throws IOException {
    Map<String, float[]> vectors = vectors(words, dimension, seed);
    ScratchFile.write(file, format.bytes(vectors));
    WordVectors read = format.read(file);

    assertEquals(List.copyOf(vectors.keySet()), read.words().subList(2, 2 + words));
    float[] expected = new float[2 * dimension];
    for (float[] vector : vectors.values()) {
      expected = Floats.concat(expected, vector);
    }
    assertArrayEquals(expected, read.table().data().asFloat());
    read.close();
  }

  private static void assertReadOrRejected(
      WordVectorFormat format, Damage damage, int place, int other) throws IOException {
    byte[] undamaged = format.bytes(vectors(WORDS.length, 3, 1));
    ScratchFile.write(file, damage.apply(undamaged, place, other));
    try {
      WordVectors read = format.read(file);
      assertEquals(read.words().size(), read.table().rows());
      assertTrue(Floats.asList(read.table().data().asFloat()).stream().allMatch(Float::isFinite));
      read.close();
    } catch (TensorFileException e) {
      String message = e.getMessage();
      assertTrue(
          message.startsWith(file + ": ")
              && message.contains("found ")
              && message.contains("expected ")
              && message.getBytes(UTF_8).length < 1000,
          message);
    }
  }

  private static Map<String, float[]> vectors(int words, int dimension, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (int word = 0; word < words; word++) {
      float[] vector = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        float any = Float.intBitsToFloat(random.nextInt());
        vector[i] = Float.isFinite(any) ? any : random.nextFloat();
      }
      vectors.put(WORDS[word], vector);
    }
    return vectors;
  }
}
