package org.mmt4j.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FeatureSamplingTest {

  @Test
  void choiceInEvaluationMatchesTheReference() throws IOException {
    JsonNode choices = golden().get("choose");
    assertTrue(choices.size() > 30, "golden choices: " + choices.size());
    for (JsonNode choice : choices) {
      int n = choice.get("n").asInt();
      int k = choice.get("max_tokens").asInt();
      int[] expected = new ObjectMapper().convertValue(choice.get("pick"), int[].class);
      assertArrayEquals(expected, FeatureSampling.evaluation().choose(n, k), "n " + n + ", K " + k);
    }
  }

  @Property(tries = 200, seed = "20200724")
  void choicesAreAscendingAndUnique(
      @ForAll @IntRange(max = 300) int n, @ForAll @IntRange(min = 1, max = 120) int k) {
    requireSubset(FeatureSampling.evaluation().choose(n, k), n, k);
    requireSubset(FeatureSampling.random(new SplittableRandom(n)).choose(n, k), n, k);
  }

  @Test
  void sameSeedGivesTheSameRandomChoice() {
    int[] first = FeatureSampling.random(new SplittableRandom(4)).choose(100, 30);
    assertArrayEquals(first, FeatureSampling.random(new SplittableRandom(4)).choose(100, 30));
  }

  @Test
  void trainingChoosesPositionsUniformly() {
    SplittableRandom random = new SplittableRandom(11);
    int[] times = new int[10];
    for (int round = 0; round < 10_000; round++) {
      for (int position : FeatureSampling.random(random).choose(10, 3)) {
        times[position]++;
      }
    }
    // expected 3000, standard deviation 46: allows six deviations
    for (int count : times) {
      assertTrue(Math.abs(count - 3000) < 276, "chosen " + count + " times");
    }
  }

  @Property(tries = 100, seed = "20200724")
  void orderIsAPermutation(@ForAll @IntRange(max = 100) int n) {
    int[] random = FeatureSampling.random(new SplittableRandom(n)).order(n);
    requireSubset(IntStream.of(random).sorted().toArray(), n, n + 1);
    int[] fixed = FeatureSampling.evaluation().order(n);
    assertArrayEquals(fixed, FeatureSampling.evaluation().order(n));
    requireSubset(IntStream.of(fixed).sorted().toArray(), n, n + 1);
  }

  @Test
  void rejectsInvalidSizes() {
    IllegalArgumentException keep =
        assertThrows(
            IllegalArgumentException.class, () -> FeatureSampling.evaluation().choose(3, 0));
    assertEquals(
        "largest number of features to keep: found 0, expected at least 1", keep.getMessage());
    IllegalArgumentException count =
        assertThrows(
            IllegalArgumentException.class,
            () -> FeatureSampling.random(new SplittableRandom(0)).choose(-1, 2));
    assertEquals("number of features: found -1, expected at least 0", count.getMessage());
  }

  private static void requireSubset(int[] chosen, int n, int k) {
    assertEquals(Math.min(n, k), chosen.length);
    assertTrue(IntStream.of(chosen).allMatch(i -> i >= 0 && i < n));
    assertTrue(IntStream.range(1, chosen.length).allMatch(i -> chosen[i - 1] < chosen[i]));
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            FeatureSamplingTest.class.getResourceAsStream("/org/mmt4j/random/numpy.json"))) {
      return new ObjectMapper().readTree(in);
    }
  }
}
