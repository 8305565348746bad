package org.mmt4j.graph.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {

  private static final int MANY = 1_000_000;

  /** The vectors of philox4x32-10 in {@code kat_vectors} of Random123. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00000000 00000000 00000000 00000000 | 00000000 00000000 | 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff | ffffffff ffffffff | 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344 | a4093822 299f31d0 | d16cfe09 94fdcceb 5001e420 24126ea1"
      })
  void hasTheKnownAnswersOfRandom123(String counter, String key, String answer) {
    int[] keys = words(key);
    int[][] x = Arrays.stream(words(counter)).mapToObj(w -> new int[] {w}).toArray(int[][]::new);
    Philox.rounds(keys[0], keys[1], x, 1);
    assertArrayEquals(words(answer), Arrays.stream(x).mapToInt(word -> word[0]).toArray());
  }

  @Property(tries = 200)
  void aNumberDependsOnSeedOperationAndIndexOnly(
      @ForAll long seed,
      @ForAll @IntRange(max = 100) int operation,
      @ForAll @LongRange(max = 1L << 35) long first,
      @ForAll @IntRange(max = 5000) int length) {
    float[] found = new float[length + 1];
    found[length] = 7;
    Philox.draw(seed, operation, first, found, length);
    for (int i = 0; i < length; i += 97) {
      assertEquals(number(seed, operation, first + i), found[i]);
    }
    assertEquals(7, found[length], "the element after the last");
  }

  /** By 64-bit products, one counter at a time. */
  private static float number(long seed, int operation, long index) {
    long block = index / 4;
    long[] c = {block & 0xFFFFFFFFL, block >>> 32, operation, 0};
    long key0 = seed & 0xFFFFFFFFL;
    long key1 = seed >>> 32;
    for (int round = 0; round < 10; round++) {
      long p = 0xD2511F53L * c[0];
      long q = 0xCD9E8D57L * c[2];
      c =
          new long[] {
            (q >>> 32) ^ c[1] ^ key0, q & 0xFFFFFFFFL, (p >>> 32) ^ c[3] ^ key1, p & 0xFFFFFFFFL
          };
      key0 = (key0 + 0x9E3779B9L) & 0xFFFFFFFFL;
      key1 = (key1 + 0xBB67AE85L) & 0xFFFFFFFFL;
    }
    return (c[(int) (index % 4)] >>> 8) * 0x1p-24f;
  }

  /** Tolerances: five standard deviations of the mean, the variance and the correlation. */
  @Test
  void numbersAreUniformAndIndependent() {
    float[] x = draw(11, 0);
    float[] otherSeed = draw(12, 0);
    float[] otherOperation = draw(11, 1);
    double deviation = Math.sqrt(1 / 12.0 / MANY);
    assertEquals(0.5, mean(x, x, false), 5 * deviation);
    assertEquals(1 / 3.0, mean(x, x, true), 5 * Math.sqrt(4 / 45.0 / MANY));
    assertEquals(0.25, mean(x, otherSeed, true), 5 * Math.sqrt(7 / 144.0 / MANY));
    assertEquals(0.25, mean(x, otherOperation, true), 5 * Math.sqrt(7 / 144.0 / MANY));
    assertNotEquals(x[0], otherSeed[0]);
    for (float number : x) {
      assertTrue(number >= 0 && number < 1);
    }
  }

  private static float[] draw(long seed, int operation) {
    float[] x = new float[MANY];
    Philox.draw(seed, operation, 0, x, MANY);
    return x;
  }

  private static double mean(float[] x, float[] y, boolean product) {
    double sum = 0;
    for (int i = 0; i < MANY; i++) {
      sum += product ? (double) x[i] * y[i] : x[i];
    }
    return sum / MANY;
  }

  private static int[] words(String hex) {
    return Arrays.stream(hex.strip().split(" "))
        .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
        .toArray();
  }
}
