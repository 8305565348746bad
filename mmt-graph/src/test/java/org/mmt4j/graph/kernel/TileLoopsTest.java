package org.mmt4j.graph.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

class TileLoopsTest {

  private static final int LENGTH = 200_001;

  private final float[] z = new float[LENGTH];
  private final float[] scratch = new float[LENGTH];

  /** Tolerance: the rounding of eleven operations. */
  @Test
  void erfIsWithin4e7OfTheFunction() {
    float[] x = grid(-6, 6);
    TileLoops.erf(x, z, LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      assertEquals(Erf.erf(x[i]), z[i], 4e-7, "erf of " + x[i]);
    }
  }

  @Test
  void erfOfSmallValuesHasASmallRelativeError() {
    float[] x = grid(-1e-3f, 1e-3f);
    TileLoops.erf(x, z, LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      assertEquals(Erf.erf(x[i]), z[i], 4e-7 * Math.abs(x[i]), "erf of " + x[i]);
    }
  }

  @Test
  void expIsWithin3e7OfTheValue() {
    float[] x = grid(-86.9f, 88.72f);
    TileLoops.exp(x, z, scratch, LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      double expected = Math.exp(x[i]);
      assertEquals(expected, z[i], 3e-7 * expected, "exp of " + x[i]);
    }
  }

  @Test
  void expHandlesMaskedScoresZeroAndOverflow() {
    float[] x = {-10_000, Float.NEGATIVE_INFINITY, -88, 0, -0f, 88.73f, 1e30f};
    TileLoops.exp(x, z, scratch, x.length);
    for (int i = 0; i < 3; i++) {
      assertEquals(0, z[i]);
    }
    assertEquals(1, z[3]);
    assertEquals(1, z[4]);
    assertEquals(Float.POSITIVE_INFINITY, z[5]);
    assertEquals(Float.POSITIVE_INFINITY, z[6]);
  }

  @Test
  void nanStaysNan() {
    float[] x = {Float.NaN};
    TileLoops.exp(x, z, scratch, 1);
    assertTrue(Float.isNaN(z[0]));
    TileLoops.erf(x, z, 1);
    assertTrue(Float.isNaN(z[0]));
    TileLoops.below(x, 1, z, 1);
    assertTrue(Float.isNaN(z[0]));
  }

  @Test
  void belowDistinguishesAdjacentFloats() {
    float bound = 0.9f;
    float[] x = {Math.nextDown(bound), bound, Math.nextUp(bound), 0};
    TileLoops.below(x, bound, z, x.length);
    assertEquals(1, z[0]);
    assertEquals(0, z[1]);
    assertEquals(0, z[2]);
    assertEquals(1, z[3]);
  }

  @Test
  void reductionsUseEveryElementOnceForAnyLength() {
    for (int length = 1; length <= 40; length++) {
      float[] x = new float[length + 5];
      Arrays.fill(x, 1000);
      double sum = 0;
      for (int i = 0; i < length; i++) {
        x[3 + i] = (i + length / 2) % length; // the largest is in the middle
        sum += x[3 + i];
      }
      assertEquals(sum, TileLoops.sum(x, 3, length), "sum of " + length);
      assertEquals(length - 1, TileLoops.max(x, 3, length), "max of " + length);
    }
  }

  private static float[] grid(float from, float to) {
    float[] x = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      x[i] = from + (to - from) * i / (LENGTH - 1);
    }
    return x;
  }
}
