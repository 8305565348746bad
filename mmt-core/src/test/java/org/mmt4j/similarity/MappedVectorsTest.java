package org.mmt4j.similarity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmt4j.io.DataFileException;

class MappedVectorsTest {

  private static final int DIMENSION = 37;
  private static final float[] NONE = {};

  /** Rounding of float sums of up to 37 products below 1. */
  private static final float ROUNDING = 1e-5f;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void similaritiesEqualThoseOfPackedVectors(VectorPrecision precision) throws IOException {
    List<float[]> vectors = vectors(1100, DIMENSION, 1);
    float[] other = vectors(1, DIMENSION, 2).get(0);
    MappedVectors mapped = written(new VectorFileLayout(precision, DIMENSION, 0), vectors);
    try (PackedVectors packed = PackedVectors.of(precision, DIMENSION, vectors.stream())) {
      assertArrayEquals(
          packed.products(other), mapped.similarities(other, NONE, all(1100)), ROUNDING);
    }
  }

  @ParameterizedTest
  @EnumSource
  void productsOfVectorsReadBackEqualSimilarities(VectorPrecision precision) throws IOException {
    List<float[]> vectors = vectors(600, DIMENSION, 3);
    float[] other = vectors(1, DIMENSION, 4).get(0);
    MappedVectors mapped = written(new VectorFileLayout(precision, DIMENSION, 0), vectors);
    float[] similarities = mapped.similarities(other, NONE, all(600));
    for (int row = 0; row < 600; row++) {
      // INT8 rounds the other vector to 11 bits: 37 products of values below 1 with 1/4094
      assertEquals(
          Similarity.of(other, NONE, mapped.vector(row), NONE), similarities[row], 37.0 / 4094);
    }
  }

  @Test
  void similaritiesAreDividedByTheProductOfWeights() throws IOException {
    VectorFileLayout layout = new VectorFileLayout(VectorPrecision.FLOAT32, DIMENSION, 3);
    List<float[]> vectors = vectors(5, DIMENSION, 5);
    float[] other = vectors(1, DIMENSION, 6).get(0);
    float[][] weights = {{1, 0, 0}, {0.2f, 0.3f, 0.5f}, {0, 0, 1}, {0, 0, 0}, {1, 1, 1}};
    float[] otherWeights = {0.25f, 0.25f, 0.5f};
    Path file = folder.resolve("weighted");
    try (VectorFileWriter writer = VectorFileWriter.create(file, layout)) {
      for (int row = 0; row < 5; row++) {
        writer.append(vectors.get(row), weights[row]);
      }
      writer.force();
    }
    MappedVectors mapped = MappedVectors.open(file, layout, 5);
    float[] similarities = mapped.similarities(other, otherWeights, all(5));
    for (int row = 0; row < 5; row++) {
      double expected = Similarity.of(other, otherWeights, vectors.get(row), weights[row]);
      assertEquals(expected, similarities[row], 1e-5 * Math.max(1, Math.abs(expected)));
      assertArrayEquals(weights[row], mapped.weights(row));
    }
  }

  @Test
  void rowsThatAreNotWantedHaveNegativeInfinity() throws IOException {
    MappedVectors mapped =
        written(
            new VectorFileLayout(VectorPrecision.INT8, DIMENSION, 0), vectors(1500, DIMENSION, 7));
    BitSet rows = new BitSet();
    rows.set(3);
    rows.set(1400);
    float[] other = vectors(1, DIMENSION, 8).get(0);
    float[] every = mapped.similarities(other, NONE, all(1500));
    float[] some = mapped.similarities(other, NONE, rows);
    for (int row = 0; row < 1500; row++) {
      assertEquals(rows.get(row) ? every[row] : Float.NEGATIVE_INFINITY, some[row]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWriterContinuesAfterTheRowsThatCount(VectorPrecision precision) throws IOException {
    VectorFileLayout layout = new VectorFileLayout(precision, DIMENSION, 0);
    List<float[]> vectors = vectors(1200, DIMENSION, 9);
    Path file = folder.resolve("continued");
    try (VectorFileWriter writer = VectorFileWriter.create(file, layout)) {
      appendAll(writer, vectors.subList(0, 700));
    }
    MappedVectors before = MappedVectors.open(file, layout, 600);
    try (VectorFileWriter writer = VectorFileWriter.open(file, layout, 600)) {
      appendAll(writer, vectors.subList(600, 1200)); // as if rows 600 to 699 did not exist
    }
    MappedVectors after = before.grown(file, 1200);
    for (int row = 0; row < 1200; row++) {
      assertArrayEquals(
          written(layout, List.of(vectors.get(row))).vector(0), after.vector(row), "row " + row);
    }
    assertArrayEquals(after.vector(599), before.vector(599));
  }

  @ParameterizedTest
  @EnumSource
  void copiedRowsHaveTheSameBits(VectorPrecision precision) throws IOException {
    VectorFileLayout layout = new VectorFileLayout(precision, DIMENSION, 0);
    MappedVectors source = written(layout, vectors(20, DIMENSION, 10));
    Path file = folder.resolve("copies");
    try (VectorFileWriter writer = VectorFileWriter.create(file, layout)) {
      for (int row = 19; row >= 0; row--) {
        assertEquals(19 - row, writer.append(source, row));
      }
      writer.force();
    }
    MappedVectors copies = MappedVectors.open(file, layout, 20);
    for (int row = 0; row < 20; row++) {
      assertArrayEquals(source.words(row), copies.words(19 - row));
    }
  }

  @Test
  void rejectsTruncatedFilesAndOtherLayouts() throws IOException {
    VectorFileLayout layout = new VectorFileLayout(VectorPrecision.INT8, DIMENSION, 0);
    written(layout, vectors(600, DIMENSION, 11));
    Path file = folder.resolve("written");
    VectorFileLayout other = new VectorFileLayout(VectorPrecision.INT8, DIMENSION + 1, 0);
    assertEquals(
        file + ": found another header, expected one of " + other,
        assertThrows(DataFileException.class, () -> MappedVectors.open(file, other, 1))
            .getMessage());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }
    assertEquals(
        file + ": found 49151 bytes, expected at least 49152",
        assertThrows(DataFileException.class, () -> MappedVectors.open(file, layout, 600))
            .getMessage());
    Files.delete(file);
    assertThrows(NoSuchFileException.class, () -> MappedVectors.open(file, layout, 1));
  }

  @Test
  void damagedRowsAreNeverBest() throws IOException {
    VectorFileLayout layout = new VectorFileLayout(VectorPrecision.FLOAT32, 1, 0);
    written(layout, vectors(2, 1, 12));
    Path file = folder.resolve("written");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1}), VectorFileLayout.HEADER); // NaN
    }
    MappedVectors mapped = MappedVectors.open(file, layout, 2);
    assertEquals(Float.NEGATIVE_INFINITY, mapped.similarities(new float[] {1}, NONE, all(2))[0]);
  }

  @Test
  void rejectsWrongLengthsAndValues() throws IOException {
    VectorFileLayout layout = new VectorFileLayout(VectorPrecision.INT8, 2, 1);
    try (VectorFileWriter writer = VectorFileWriter.create(folder.resolve("new"), layout)) {
      assertEquals(
          "vector of row 0: found 3 values, expected 2",
          assertThrows(
                  IllegalArgumentException.class, () -> writer.append(new float[3], new float[1]))
              .getMessage());
      assertEquals(
          "weights of row 0: found NaN as value 0, expected finite values",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> writer.append(new float[2], new float[] {Float.NaN}))
              .getMessage());
      assertEquals(0, writer.size());
    }
    assertEquals(
        "dimension of vectors: found 0, expected 1 to 131072",
        assertThrows(
                IllegalArgumentException.class,
                () -> new VectorFileLayout(VectorPrecision.INT8, 0, 0))
            .getMessage());
  }

  private MappedVectors written(VectorFileLayout layout, List<float[]> vectors) throws IOException {
    Path file = folder.resolve("written");
    Files.deleteIfExists(file);
    try (VectorFileWriter writer = VectorFileWriter.create(file, layout)) {
      appendAll(writer, vectors);
    }
    return MappedVectors.open(file, layout, vectors.size());
  }

  private static void appendAll(VectorFileWriter writer, List<float[]> vectors) throws IOException {
    for (float[] vector : vectors) {
      writer.append(vector, NONE);
    }
    writer.force();
  }

  private static BitSet all(int rows) {
    BitSet set = new BitSet();
    set.set(0, rows);
    return set;
  }

  private static List<float[]> vectors(int count, int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              float[] vector = new float[dimension];
              for (int k = 0; k < dimension; k++) {
                vector[k] = (float) (2 * random.nextDouble() - 1);
              }
              return vector;
            })
        .toList();
  }
}
