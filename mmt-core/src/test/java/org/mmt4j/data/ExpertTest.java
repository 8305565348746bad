package org.mmt4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpertTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a.b", "a/b", "ä", "a\n"})
  void rejectsInvalidNames(String name) {
    assertRejected(
        "name of an expert: found \"" + name + "\", expected letters, digits, _ and - only",
        () -> Expert.of(name, 1));
  }

  @Test
  void rejectsInvalidDimensionAndTokenType() {
    assertRejected(
        "dimension of expert look: found 0, expected at least 1", () -> Expert.of("look", 0));
    assertRejected(
        "token type of expert look: found 0, expected at least 1",
        () -> Expert.of("look", 1).withTokenType(0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsDurationsThatAreNotPositive(double seconds) {
    String message =
        "seconds covered by a feature: found " + seconds + ", expected a positive number";
    assertRejected(message, () -> new Timing.Every(seconds));
    assertRejected(message, () -> new Timing.StoredOrEvery(seconds));
  }

  @Test
  void paperExpertsHaveTheTokenTypeAndTimingOfTheAuthors() {
    assertEquals(new Expert("rgb", 7, 5, new Timing.Every(0.2)), Expert.of("rgb", 7));
    assertEquals(
        new Expert("look", 7, Expert.ANY_TOKEN_TYPE, new Timing.Stored()), Expert.of("look", 7));
  }

  private static void assertRejected(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
