package org.mmt4j.similarity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedVectorsTest {

  /** Rounding of float sums of up to 70 products below 1. */
  private static final double ROUNDING = 1e-4;

  @Property(tries = 200)
  void floatProductsAreExactUpToRounding(
      @ForAll @IntRange(min = 1, max = 70) int dimension,
      @ForAll @IntRange(min = 1, max = 300) int count,
      @ForAll long seed) {
    List<float[]> vectors = vectors(count, dimension, seed);
    float[] other = vectors(1, dimension, ~seed).get(0);
    float[] products = products(VectorPrecision.FLOAT32, vectors, other);
    for (int i = 0; i < count; i++) {
      assertEquals(dot(vectors.get(i), other), products[i], ROUNDING);
    }
  }

  /**
   * The error of an integer is at most half a unit: 1/254 of a vector's largest value, and 1/4094
   * of the other's.
   */
  @Property(tries = 200)
  void int8ProductsAreWithinTheErrorBound(
      @ForAll @IntRange(min = 1, max = 70) int dimension,
      @ForAll @IntRange(min = 1, max = 1200) int count,
      @ForAll long seed) {
    List<float[]> vectors = vectors(count, dimension, seed);
    float[] other = vectors(1, dimension, ~seed).get(0);
    float[] products = products(VectorPrecision.INT8, vectors, other);
    for (int i = 0; i < count; i++) {
      float[] vector = vectors.get(i);
      double bound =
          largest(vector) / 254 * sum(other)
              + largest(other) / 4094 * (sum(vector) + dimension * largest(vector) / 254);
      assertEquals(dot(vector, other), products[i], bound + ROUNDING);
    }
  }

  /** The error of a value is at most half a unit in the last of 8 significant bits. */
  @Property(tries = 200)
  void bfloat16ProductsAreWithinTheErrorBound(
      @ForAll @IntRange(min = 1, max = 70) int dimension,
      @ForAll @IntRange(min = 1, max = 1200) int count,
      @ForAll long seed) {
    List<float[]> vectors = vectors(count, dimension, seed);
    float[] other = vectors(1, dimension, ~seed).get(0);
    float[] products = products(VectorPrecision.BFLOAT16, vectors, other);
    for (int i = 0; i < count; i++) {
      float[] vector = vectors.get(i);
      double bound = 0;
      for (int k = 0; k < dimension; k++) {
        bound += Math.abs(vector[k] * other[k]) / 256;
      }
      assertEquals(dot(vector, other), products[i], bound + ROUNDING);
    }
  }

  @Test
  void bfloat16RoundsToNearestEvenWithoutOverflow() {
    float unit = 1f / 128; // of bfloat16 at 1
    float[] vector = {1 + unit / 2, 1 + 3 * unit / 2, 1 + 0.51f * unit, -Float.MAX_VALUE};
    float[] expected = {1, 1 + 2 * unit, 1 + unit, -0x1.FEp127f};
    for (int k = 0; k < vector.length; k++) {
      float[] one = new float[vector.length];
      one[k] = 1;
      assertArrayEquals(
          new float[] {expected[k]},
          products(VectorPrecision.BFLOAT16, List.<float[]>of(vector), one));
    }
  }

  @Property(tries = 100)
  void matrixProductsEqualSingleProducts(
      @ForAll VectorPrecision precision,
      @ForAll @IntRange(min = 1, max = 70) int dimension,
      @ForAll @IntRange(min = 0, max = 60) int count,
      @ForAll @IntRange(min = 0, max = 60) int others,
      @ForAll long seed) {
    List<float[]> rows = vectors(others, dimension, ~seed);
    try (PackedVectors packed =
            PackedVectors.of(precision, dimension, vectors(count, dimension, seed).stream());
        PackedVectors many = PackedVectors.of(VectorPrecision.FLOAT32, dimension, rows.stream())) {
      float[][] products = packed.products(many);
      assertEquals(others, products.length);
      for (int i = 0; i < others; i++) {
        assertArrayEquals(packed.products(rows.get(i)), products[i], (float) ROUNDING);
      }
    }
  }

  @Test
  void matrixProductsOfManyBlocksAreCorrect() {
    int dimension = 1 << 18; // 128 vectors per block
    List<float[]> vectors = IntStream.range(0, 140).mapToObj(i -> unit(dimension, i % 7)).toList();
    for (VectorPrecision precision : VectorPrecision.values()) {
      try (PackedVectors packed = PackedVectors.of(precision, dimension, vectors.stream());
          PackedVectors others =
              PackedVectors.of(VectorPrecision.FLOAT32, dimension, vectors.stream())) {
        float[][] products = packed.products(others);
        for (int i = 0; i < 140; i++) {
          for (int j = 0; j < 140; j++) {
            assertEquals(i % 7 == j % 7 ? 1 : 0, products[i][j], 1e-4f);
          }
        }
      }
    }
  }

  private static float[] unit(int dimension, int index) {
    float[] vector = new float[dimension];
    vector[index] = 1;
    return vector;
  }

  @Test
  void rejectsOthersOfAWrongDimensionOrPrecisionOrClosed() {
    try (PackedVectors packed =
            PackedVectors.of(VectorPrecision.FLOAT32, 3, Stream.of(new float[3]));
        PackedVectors longer =
            PackedVectors.of(VectorPrecision.FLOAT32, 4, Stream.of(new float[4]));
        PackedVectors bytes = PackedVectors.of(VectorPrecision.INT8, 3, Stream.of(new float[3]))) {
      assertEquals(
          "vectors to multiply with: found 4 values, expected 3",
          assertThrows(IllegalArgumentException.class, () -> packed.products(longer)).getMessage());
      assertEquals(
          "vectors to multiply with: found another precision, expected FLOAT32",
          assertThrows(IllegalArgumentException.class, () -> packed.products(bytes)).getMessage());
      PackedVectors closed = PackedVectors.of(VectorPrecision.FLOAT32, 3, Stream.of(new float[3]));
      closed.close();
      assertEquals(
          "packed vectors: used after close",
          assertThrows(IllegalStateException.class, () -> packed.products(closed)).getMessage());
    }
  }

  @Test
  void int8ProductsOfScaledIntegersAreExact() {
    float[] vector = {127, -127, 1, 0, -3, 64, 5};
    float[] other = {2047, 1, -2, 9, 11, 0, 1};
    assertArrayEquals(
        new float[] {(float) dot(vector, other)},
        products(VectorPrecision.INT8, List.<float[]>of(vector), other));
  }

  @ParameterizedTest
  @EnumSource
  void productsWithZeroVectorsAreZero(VectorPrecision precision) {
    float[] zeros = new float[6];
    float[] ones = {1, 1, 1, 1, 1, 1};
    assertArrayEquals(new float[] {0, 6}, products(precision, List.of(zeros, ones), ones), 1e-6f);
    assertArrayEquals(new float[] {0, 0}, products(precision, List.of(zeros, ones), zeros));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void concurrentProductsAreBitIdentical(int threads) throws Exception {
    for (VectorPrecision precision : VectorPrecision.values()) {
      requireSameBits(threads, precision);
    }
  }

  private static void requireSameBits(int threads, VectorPrecision precision) throws Exception {
    int dimension = 3584; // for this size, products depend on the number of BLAS threads
    List<float[]> vectors = vectors(600, dimension, 1);
    float[] other = vectors(1, dimension, 2).get(0);
    float[] expected = products(precision, vectors, other);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (PackedVectors packed = PackedVectors.of(precision, dimension, vectors.stream())) {
      List<Future<float[]>> found = new ArrayList<>();
      for (int i = 0; i < 4 * threads; i++) {
        found.add(pool.submit(() -> packed.products(other)));
      }
      for (Future<float[]> products : found) {
        assertArrayEquals(expected, products.get());
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void productsOfManyBlocksAreCorrect() {
    int dimension = 1 << 18; // 128 vectors per block
    float[] other = new float[dimension];
    other[dimension - 1] = 1;
    for (VectorPrecision precision : VectorPrecision.values()) {
      try (PackedVectors packed =
          PackedVectors.of(
              precision,
              dimension,
              IntStream.range(0, 130)
                  .mapToObj(
                      i -> {
                        float[] vector = new float[dimension];
                        vector[dimension - 1] = i;
                        return vector;
                      }))) {
        assertEquals(130, packed.size());
        float[] products = packed.products(other);
        for (int i = 0; i < 130; i++) {
          assertEquals(i, products[i], 1e-4f);
        }
      }
    }
  }

  @Test
  void int8NeedsAQuarterOfTheMemory() {
    List<float[]> vectors = vectors(100, 64, 1);
    try (PackedVectors floats = PackedVectors.of(VectorPrecision.FLOAT32, 64, vectors.stream());
        PackedVectors bytes = PackedVectors.of(VectorPrecision.INT8, 64, vectors.stream())) {
      assertEquals(100 * 64 * 4, floats.bytes());
      assertEquals(100 * 64, bytes.bytes());
    }
  }

  @Test
  void emptyVectorsHaveNoProducts() {
    try (PackedVectors none = PackedVectors.of(VectorPrecision.INT8, 3, Stream.empty())) {
      assertEquals(0, none.size());
      assertEquals(0, none.products(new float[3]).length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rejectsNanAndInfinity(VectorPrecision precision) {
    assertEquals(
        "vector to pack: found NaN as value 1, expected finite values",
        assertThrows(
                IllegalArgumentException.class,
                () -> PackedVectors.of(precision, 2, Stream.of(new float[] {1, Float.NaN})))
            .getMessage());
    try (PackedVectors packed = PackedVectors.of(precision, 1, Stream.of(new float[1]))) {
      assertEquals(
          "vector to multiply with: found Infinity as value 0, expected finite values",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> packed.products(new float[] {Float.POSITIVE_INFINITY}))
              .getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BFLOAT16") // it rounds them to 0
  void subnormalValuesKeepTheirSigns(VectorPrecision precision) {
    float[] tiny = {190 * Float.MIN_VALUE, -190 * Float.MIN_VALUE};
    float[] products = products(precision, List.<float[]>of(tiny), new float[] {1e30f, 0});
    assertTrue(products[0] > 0, "found " + products[0]);
  }

  @ParameterizedTest
  @EnumSource
  void rejectsAWrongDimensionAndUseAfterClose(VectorPrecision precision) {
    assertEquals(
        "vector to pack: found 4 values, expected 3",
        assertThrows(
                IllegalArgumentException.class,
                () -> PackedVectors.of(precision, 3, Stream.of(new float[3], new float[4])))
            .getMessage());
    PackedVectors packed = PackedVectors.of(precision, 3, Stream.of(new float[3]));
    assertEquals(
        "vector to multiply with: found 2 values, expected 3",
        assertThrows(IllegalArgumentException.class, () -> packed.products(new float[2]))
            .getMessage());
    packed.close();
    packed.close();
    assertEquals(
        "packed vectors: used after close",
        assertThrows(IllegalStateException.class, () -> packed.products(new float[3]))
            .getMessage());
  }

  @Test
  void throwsExceptionsOfTheStream() {
    IllegalStateException broken = new IllegalStateException("broken");
    assertSame(
        broken,
        assertThrows(
            IllegalStateException.class,
            () ->
                PackedVectors.of(
                    VectorPrecision.FLOAT32,
                    1 << 23,
                    IntStream.range(0, 6)
                        .mapToObj(
                            i -> {
                              if (i == 5) {
                                throw broken;
                              }
                              return new float[1 << 23];
                            }))));
  }

  @Test
  void sumsOfLargeProductsDoNotOverflow() {
    int dimension = 1 << 14;
    float[] ones = new float[dimension];
    Arrays.fill(ones, 1);
    float[] products = products(VectorPrecision.INT8, List.<float[]>of(ones), ones);
    assertEquals(dimension, products[0], 1e-3 * dimension);
    assertTrue(products[0] > 0);
  }

  private static float[] products(VectorPrecision precision, List<float[]> vectors, float[] other) {
    try (PackedVectors packed = PackedVectors.of(precision, other.length, vectors.stream())) {
      return packed.products(other);
    }
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

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }

  private static double largest(float[] vector) {
    return IntStream.range(0, vector.length).mapToDouble(i -> Math.abs(vector[i])).max().orElse(0);
  }

  private static double sum(float[] vector) {
    return IntStream.range(0, vector.length).mapToDouble(i -> Math.abs(vector[i])).sum();
  }
}
