package org.mmt4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.ir.Round;
import org.mmt4j.graph.memory.OwnedMemory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class OneDnnProductsTest {

  private static final OneDnnProducts PRODUCTS = new OneDnnProducts();

  /** Unit roundoff of float32 and of bfloat16. */
  private static final double FLOAT32 = 0x1p-24;

  private static final double BFLOAT16 = 0x1p-8;

  @Property(tries = 500)
  void productsAreExactUpToTheRoundingOfTheirPrecision(
      @ForAll @IntRange(min = 2, max = 90) int m,
      @ForAll @IntRange(min = 2, max = 90) int n,
      @ForAll @IntRange(min = 1, max = 300) int k,
      @ForAll @IntRange(max = 3) int batch,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll boolean transposeC,
      @ForAll Precision precision,
      @ForAll long seed) {
    requireExact(
        new SplittableRandom(seed), m, n, k, batch, transposeA, transposeB, transposeC, precision);
  }

  private static void requireExact(
      SplittableRandom random,
      int m,
      int n,
      int k,
      int batch,
      boolean transposeA,
      boolean transposeB,
      boolean transposeC,
      Precision precision) {
    INDArray a = random(random, shape(batch, m, k, transposeA));
    INDArray b = random(random, shape(batch, k, n, transposeB));
    INDArray c = random(random, shape(batch, m, n, transposeC));
    Product product = new Product(a, transposeA, b, transposeB, c, transposeC);
    multiply(product, precision);
    // each factor is rounded once (2 u), each of at most k sums in float32
    requireProduct(
        product,
        precision == Precision.BFLOAT16 && PRODUCTS.supports(precision)
            ? 2.01 * BFLOAT16 + k * FLOAT32
            : (k + 1) * FLOAT32);
  }

  /** Requires the product of the values, each up to a part of the product of absolute values. */
  private static void requireProduct(Product product, double roundoff) {
    INDArray left = transposed(product.a().castTo(DataType.DOUBLE), product.transposeA());
    INDArray right = transposed(product.b().castTo(DataType.DOUBLE), product.transposeB());
    INDArray found = transposed(product.c().castTo(DataType.DOUBLE), product.transposeC());
    INDArray difference = Nd4j.matmul(left, right).sub(found);
    INDArray bound =
        Nd4j.matmul(Nd4j.math().abs(left), Nd4j.math().abs(right)).mul(roundoff).add(1e-30);
    assertTrue(
        Nd4j.math().abs(difference).div(bound).maxNumber().doubleValue() <= 1,
        () -> "off by " + difference.amaxNumber());
  }

  private static long[] shape(int batch, int rows, int columns, boolean transposed) {
    long[] matrix = transposed ? new long[] {columns, rows} : new long[] {rows, columns};
    return switch (batch) {
      case 0 -> matrix;
      case 1 -> new long[] {3, matrix[0], matrix[1]};
      default -> new long[] {2, batch, matrix[0], matrix[1]};
    };
  }

  private static INDArray transposed(INDArray array, boolean transposed) {
    int rank = array.rank();
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = i;
    }
    if (transposed) {
      axes[rank - 1] = rank - 2;
      axes[rank - 2] = rank - 1;
    }
    return array.permute(axes).dup('c');
  }

  @Property(tries = 200)
  void roundsToTheNearestBfloat16AndTiesToEven(
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 70) int columns,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    INDArray from = Nd4j.create(DataType.FLOAT, rows, columns);
    for (long i = 0; i < from.length(); i++) {
      int bits = random.nextInt();
      boolean tie = random.nextInt(4) == 0;
      from.data().put(i, Float.intBitsToFloat(tie ? (bits & ~0xFFFF) | 0x8000 : bits));
    }
    INDArray to = rounded(from);
    ShortBuffer found =
        to.data().pointer().asByteBuffer().order(ByteOrder.nativeOrder()).asShortBuffer();
    for (int i = 0; i < from.length(); i++) {
      float value = from.data().getFloat(i);
      float back = Float.intBitsToFloat(found.get(i) << 16);
      if (Float.isNaN(value)) {
        assertTrue(Float.isNaN(back));
      } else if (Math.abs(value) >= Float.MIN_NORMAL) {
        int bits = Float.floatToRawIntBits(value);
        int nearest = (bits + 0x7FFF + ((bits >>> 16) & 1)) & ~0xFFFF;
        assertEquals(Float.intBitsToFloat(nearest), back);
      } else { // smaller ones may become 0
        assertEquals(0, back, Float.MIN_NORMAL);
      }
    }
  }

  @Property(tries = 300)
  void productsOfBfloat16ArraysAreThoseOfTheirValues(
      @ForAll @IntRange(min = 2, max = 200) int m,
      @ForAll @IntRange(min = 2, max = 200) int size,
      @ForAll boolean inHalves,
      @ForAll @IntRange(min = 1, max = 300) int k,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll boolean transposeC,
      @ForAll long seed) {
    int n = inHalves ? 128 * (1 + size / 100) : size;
    SplittableRandom random = new SplittableRandom(seed);
    INDArray a = rounded(random(random, shape(0, m, k, transposeA)));
    INDArray b = rounded(random(random, shape(0, k, n, transposeB)));
    INDArray c = random(random, shape(0, m, n, transposeC));
    Product product = new Product(a, transposeA, b, transposeB, c, transposeC);
    multiply(product, Precision.BFLOAT16);
    requireProduct(product, (k + 1) * FLOAT32);
  }

  private static INDArray rounded(INDArray array) {
    INDArray copy = Nd4j.createUninitialized(DataType.BFLOAT16, array.shape());
    try (OwnedMemory memory = new OwnedMemory()) {
      PRODUCTS.prepare(new Round(array, copy), memory).run();
    }
    return copy;
  }

  @Example
  void readsAndWritesViewsAndNothingAroundThem() {
    SplittableRandom random = new SplittableRandom(1);
    INDArray whole = random(random, 40, 70);
    INDArray view = whole.get(NDArrayIndex.interval(3, 33), NDArrayIndex.interval(5, 55));
    INDArray b = random(random, 50, 20);
    INDArray around = Nd4j.ones(DataType.FLOAT, 34, 24);
    INDArray target = around.get(NDArrayIndex.interval(2, 32), NDArrayIndex.interval(2, 22));
    multiply(Product.of(view, b, target), Precision.FLOAT32);
    INDArray expected = Nd4j.zeros(DataType.FLOAT, 30, 20);
    multiply(Product.of(view.dup('c'), b, expected), Precision.FLOAT32);
    assertEquals(expected, target.dup('c'));
    target.assign(1);
    assertEquals(34 * 24, around.sumNumber().doubleValue());
  }

  /** Their second factor is copied first: rows of 1024 float32 are pages. */
  @Example
  void productsWithRowsOnPagesAreExactUpToRounding() {
    for (int batch = 0; batch < 3; batch++) {
      for (Precision precision : Precision.values()) {
        requireExact(new SplittableRandom(5), 30, 1024, 40, batch, false, false, false, precision);
        requireExact(new SplittableRandom(6), 1024, 30, 40, batch, true, true, true, precision);
      }
    }
  }

  @Example
  void preparedProductsReadTheCurrentValuesAndRepeatTheirBits() {
    for (Precision precision : Precision.values()) {
      SplittableRandom random = new SplittableRandom(2);
      INDArray a = random(random, 300, 700);
      INDArray b = random(random, 700, 200);
      INDArray c = Nd4j.zeros(DataType.FLOAT, 300, 200);
      try (OwnedMemory memory = new OwnedMemory()) {
        Runnable product = PRODUCTS.prepare(Product.of(a, b, c), precision, memory).orElseThrow();
        product.run();
        INDArray first = c.dup();
        for (int i = 0; i < 20; i++) {
          c.assign(0);
          product.run();
          assertEquals(first, c);
        }
        a.muli(2);
        product.run();
        assertEquals(first.mul(2), c);
      }
    }
  }

  @Example
  void productsRunOnSeveralThreadsAtATime() {
    INDArray a = random(new SplittableRandom(3), 64, 512);
    INDArray b = random(new SplittableRandom(4), 512, 64);
    INDArray expected = Nd4j.zeros(DataType.FLOAT, 64, 64);
    multiply(Product.of(a, b, expected), Precision.FLOAT32);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      numbers.add(i);
    }
    numbers.parallelStream()
        .forEach(
            number -> {
              INDArray c = Nd4j.zeros(DataType.FLOAT, 64, 64);
              multiply(Product.of(a, b, c), Precision.FLOAT32);
              assertEquals(expected, c);
            });
  }

  @Example
  void doesNotTakeDoublePrecisionVectorsOrDifferentBatches() {
    requireNotTaken(Nd4j.ones(DataType.DOUBLE, 4, 4), Nd4j.ones(DataType.DOUBLE, 4, 4), 4, 4);
    requireNotTaken(Nd4j.ones(DataType.FLOAT, 1, 4), Nd4j.ones(DataType.FLOAT, 4, 4), 1, 4);
    requireNotTaken(Nd4j.ones(DataType.FLOAT, 4, 4), Nd4j.ones(DataType.FLOAT, 4, 1), 4, 1);
    requireNotTaken(
        Nd4j.ones(DataType.FLOAT, 2, 4, 4), Nd4j.ones(DataType.FLOAT, 1, 4, 4), 2, 4, 4);
  }

  private static void requireNotTaken(INDArray a, INDArray b, long... shape) {
    try (OwnedMemory memory = new OwnedMemory()) {
      assertEquals(
          Optional.empty(),
          PRODUCTS.prepare(
              Product.of(a, b, Nd4j.zeros(a.dataType(), shape)), Precision.FLOAT32, memory));
    }
  }

  private static void multiply(Product product, Precision precision) {
    try (OwnedMemory memory = new OwnedMemory()) {
      PRODUCTS.prepare(product, precision, memory).orElseThrow().run();
    }
  }

  private static INDArray random(SplittableRandom random, long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.data().put(i, (float) (2 * random.nextDouble() - 1));
    }
    return array;
  }
}
