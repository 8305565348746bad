package org.mmt4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpertFeaturesTest {

  @Test
  void selectKeepsTheMaximumAndMeanOfAllFeatures() {
    ExpertFeatures all =
        ExpertFeatures.of(new float[][] {{1, -1}, {4, -7}, {1, 2}}, new double[] {0, 1.5, 1.5});
    ExpertFeatures chosen = all.select(new int[] {2, 0});
    assertEquals(2, chosen.count());
    assertArrayEquals(new float[] {1, 2}, chosen.feature(0));
    assertEquals(1.5, chosen.time(0));
    assertEquals(0, chosen.time(1));
    assertArrayEquals(new float[] {4, 2}, chosen.max());
    assertArrayEquals(new float[] {2, -2}, chosen.mean());
  }

  @Test
  void copiesArraysInAndOut() {
    float[][] values = {{1, 2}};
    double[] times = {3};
    ExpertFeatures features = ExpertFeatures.of(values, times);
    values[0][0] = 9;
    times[0] = 9;
    features.feature(0)[0] = 9;
    features.max()[0] = 9;
    features.mean()[0] = 9;
    assertArrayEquals(new float[] {1, 2}, features.feature(0));
    assertArrayEquals(new float[] {1, 2}, features.max());
    assertArrayEquals(new float[] {1, 2}, features.mean());
    assertEquals(3, features.time(0));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void rejectsNanAndInfinity(float value) {
    assertRejected(
        "feature 1, value 0: found " + value + ", expected a finite number",
        new float[][] {{1}, {value}},
        0,
        0);
  }

  @Test
  void rejectsNoFeatures() {
    String message =
        "features of an expert: found none, expected at least one vector with at least one value"
            + " (omit an expert without features)";
    assertRejected(message, new float[0][]);
    assertRejected(message, new float[][] {{}}, 0);
  }

  @Test
  void rejectsFeaturesOfDifferentDimensions() {
    assertRejected(
        "feature 1: found 1 values, expected 2 as in feature 0", new float[][] {{1, 2}, {3}}, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"-0.5", "-2", "NaN", "Infinity"})
  void rejectsNegativeNanAndInfiniteTimes(double time) {
    assertRejected(
        "time of feature 1: found " + time + " s, expected at least 0 s",
        new float[][] {{1}, {2}},
        0,
        time);
  }

  @Test
  void rejectsTimesOutOfOrderOrOfDifferentNumber() {
    float[][] values = {{1}, {2}, {3}};
    assertRejected(
        "time of feature 2: found 1.0 s after 2.0 s, expected times in order",
        values,
        2,
        ExpertFeatures.UNKNOWN_TIME,
        1);
    assertRejected(
        "times of features: found 1, expected one for each of the 3 features", values, 1);
  }

  private static void assertRejected(String message, float[][] values, double... times) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> ExpertFeatures.of(values, times))
            .getMessage());
  }
}
