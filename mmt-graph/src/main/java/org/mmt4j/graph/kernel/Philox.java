package org.mmt4j.graph.kernel;

import java.util.Arrays;
import org.mmt4j.graph.ir.Uniform;

/**
 * The random generator Philox 4x32-10 for many counters at a time, in loops that the JVM
 * vectorises: it has no vector instruction for the high half of a product, so products are made of
 * 16-bit pieces.
 */
final class Philox {

  private static final int ROUNDS = 10;
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int LOW = 0xFFFF;
  private static final int BLOCKS = 512;
  private static final ThreadLocal<int[][]> WORDS =
      ThreadLocal.withInitial(() -> new int[4][BLOCKS]);

  private Philox() {}

  /**
   * Draws numbers of {@link Uniform}.
   *
   * @param first the index of the first number
   * @param out receives the numbers from index 0 on
   */
  static void draw(long seed, int operation, long first, float[] out, int length) {
    int[][] words = WORDS.get();
    long end = first + length;
    int count;
    for (long block = first / 4; 4 * block < end; block += count) {
      long sameHighBits = (1L << 32) - (block & 0xFFFFFFFFL);
      count = (int) Math.min(Math.min(BLOCKS, sameHighBits), (end + 3) / 4 - block);
      count(block, operation, words, count);
      rounds((int) seed, (int) (seed >>> 32), words, count);
      for (int word = 0; word < 4; word++) {
        spread(words[word], (int) (4 * block + word - first), out, length, count);
      }
    }
  }

  private static void count(long block, int operation, int[][] counters, int count) {
    int[] low = counters[0];
    for (int i = 0; i < count; i++) {
      low[i] = (int) block + i;
    }
    Arrays.fill(counters[1], 0, count, (int) (block >>> 32));
    Arrays.fill(counters[2], 0, count, operation);
    Arrays.fill(counters[3], 0, count, 0);
  }

  /** Replaces counters by random words: {@code x[w][i]} is word w of counter i. */
  static void rounds(int key0, int key1, int[][] x, int count) {
    for (int round = 0; round < ROUNDS; round++) {
      round(key0 + round * WEYL_0, key1 + round * WEYL_1, x[0], x[1], x[2], x[3], count);
    }
  }

  private static void round(int key0, int key1, int[] x0, int[] x1, int[] x2, int[] x3, int count) {
    int low0 = MULTIPLIER_0 & LOW;
    int high0 = MULTIPLIER_0 >>> 16;
    int low1 = MULTIPLIER_1 & LOW;
    int high1 = MULTIPLIER_1 >>> 16;
    for (int i = 0; i < count; i++) {
      int a = x0[i];
      int aLow = a & LOW;
      int aHigh = a >>> 16;
      int aMiddle = aHigh * low0 + ((aLow * low0) >>> 16);
      int aCarry = aLow * high0 + (aMiddle & LOW);
      int b = x2[i];
      int bLow = b & LOW;
      int bHigh = b >>> 16;
      int bMiddle = bHigh * low1 + ((bLow * low1) >>> 16);
      int bCarry = bLow * high1 + (bMiddle & LOW);
      x0[i] = (bHigh * high1 + (bMiddle >>> 16) + (bCarry >>> 16)) ^ x1[i] ^ key0;
      x1[i] = b * MULTIPLIER_1;
      x2[i] = (aHigh * high0 + (aMiddle >>> 16) + (aCarry >>> 16)) ^ x3[i] ^ key1;
      x3[i] = a * MULTIPLIER_0;
    }
  }

  /** Writes word i to {@code out[start + 4 i]}, unless that is outside of the numbers asked for. */
  private static void spread(int[] words, int start, float[] out, int length, int count) {
    int from = start < 0 ? 1 : 0; // only of the first block
    int to = Math.min(count, (length - start + 3) / 4);
    for (int i = from; i < to; i++) {
      out[start + 4 * i] = (words[i] >>> 8) * 0x1p-24f;
    }
  }
}
