package org.mmt4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpertTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a.b", "a/b", "ä", "a\n"})
  void namesThatAreNoneAreRefused(String name) {
    assertRefused(
        "name of an expert: found \"" + name + "\", expected letters, digits, _ and - only",
        () -> Expert.of(name, 1));
  }

  @Test
  void sizesThatAreNoneAreRefused() {
    assertRefused(
        "dimension of expert look: found 0, expected at least 1", () -> Expert.of("look", 0));
    assertRefused(
        "token type of expert look: found 0, expected at least 1",
        () -> Expert.of("look", 1).withTokenType(0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void widthsOfAFeatureThatAreNotPositiveAreRefused(double seconds) {
    String message =
        "seconds covered by a feature: found " + seconds + ", expected a positive number";
    assertRefused(message, () -> new Timing.Every(seconds));
    assertRefused(message, () -> new Timing.StoredOrEvery(seconds));
  }

  @Test
  void aVideoHasAName() {
    assertRefused(
        "id of a video: found a blank one, expected a name", () -> VideoFeatures.of(" ", Map.of()));
  }

  private static void assertRefused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
