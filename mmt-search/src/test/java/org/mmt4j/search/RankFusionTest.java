package org.mmt4j.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RankFusionTest {

  @Test
  void sumsReciprocalRanks() {
    // b: 1/62 + 1/61, a: 1/61, d: 1/62, c: 1/63
    assertEquals(
        List.of("b", "a", "d", "c"),
        RankFusion.fused(List.of(List.of("a", "b", "c"), List.of("b", "d"))));
  }

  @Test
  void oneRankingKeepsItsOrder() {
    assertEquals(
        List.of("x", "y", "z"), RankFusion.fused(List.of(List.of("x", "y", "z"), List.of())));
  }
}
