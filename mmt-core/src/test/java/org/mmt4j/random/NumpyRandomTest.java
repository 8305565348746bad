package org.mmt4j.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Compares with draws of NumPy 1.24.2. */
class NumpyRandomTest {

  @Test
  void rawDrawsMatchNumpy() throws IOException {
    JsonNode draws = golden().get("mt19937_uint32");
    assertEquals(4, draws.size());
    draws
        .properties()
        .forEach(
            seed -> {
              NumpyRandom random = new NumpyRandom(Integer.parseInt(seed.getKey()));
              for (JsonNode draw : seed.getValue()) {
                assertEquals(draw.asLong(), random.nextUnsignedInt(), "seed " + seed.getKey());
              }
            });
  }

  @Test
  void shufflesMatchNumpy() throws IOException {
    JsonNode shuffles = golden().get("randomstate0_shuffle");
    assertEquals(6, shuffles.size());
    for (JsonNode shuffle : shuffles) {
      int[] order = new NumpyRandom(0).permutation(shuffle.get("n").asInt());
      JsonNode expected = shuffle.get("result");
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(expected.get(i).asInt(), order[i], "n " + order.length + ", position " + i);
      }
    }
  }

  @Test
  void shuffleWithADifferentSeedMatchesNumpy() {
    assertArrayEquals(new int[] {5, 7, 4, 6, 3, 1, 0, 2}, new NumpyRandom(3).permutation(8));
  }

  @Test
  void doublesAndBoundedIntegersMatchNumpy() {
    NumpyRandom random = new NumpyRandom(7);
    assertEquals(0.07630828937395717, random.nextDouble());
    assertEquals(0.7799187922401146, random.nextDouble());
    assertEquals(0.4384092314408935, random.nextDouble());
    int[] belowTen = new int[8];
    Arrays.setAll(belowTen, i -> random.nextInt(10));
    assertArrayEquals(new int[] {7, 7, 9, 7, 8, 9, 8, 7}, belowTen);
    assertEquals(0, random.nextInt(1));
    assertEquals(998, random.nextInt(1000));
  }

  @Test
  void permutationContainsEveryIntegerOnce() {
    int[] order = new NumpyRandom(5).permutation(1000);
    Arrays.sort(order);
    for (int i = 0; i < order.length; i++) {
      assertEquals(i, order[i]);
    }
    assertEquals(0, new NumpyRandom(5).permutation(0).length);
  }

  @Test
  void rejectsNegativeSeedsAndBoundsBelowOne() {
    IllegalArgumentException seed =
        assertThrows(IllegalArgumentException.class, () -> new NumpyRandom(-1));
    assertEquals("seed: found -1, expected at least 0", seed.getMessage());
    NumpyRandom random = new NumpyRandom(0);
    IllegalArgumentException bound =
        assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
    assertTrue(bound.getMessage().startsWith("bound: found 0"), bound.getMessage());
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(NumpyRandomTest.class.getResourceAsStream("numpy.json"))) {
      return new ObjectMapper().readTree(in);
    }
  }
}
