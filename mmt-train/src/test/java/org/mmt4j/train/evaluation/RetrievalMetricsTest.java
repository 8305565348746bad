package org.mmt4j.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetrievalMetricsTest {

  @Property(tries = 50)
  void constantMatrixHasTheMeanRankOfChance(
      @ForAll @IntRange(min = 1, max = 60) int videos,
      @ForAll @FloatRange(min = -1, max = 1) float similarity) {
    float[][] similarities = new float[videos][videos];
    for (float[] row : similarities) {
      Arrays.fill(row, similarity);
    }

    RetrievalMetrics metrics = RetrievalMetrics.of(similarities);

    assertEquals((videos + 1) / 2.0, metrics.textToVideo().meanRank());
    assertEquals((videos + 1) / 2.0, metrics.videoToText().meanRank());
  }

  @Property(tries = 50)
  void dominantDiagonalFindsEverything(@ForAll @IntRange(min = 1, max = 60) int videos) {
    float[][] similarities = new float[videos][videos];
    for (int i = 0; i < videos; i++) {
      similarities[i][i] = 0.01f;
    }

    RetrievalMetrics metrics = RetrievalMetrics.of(similarities);

    for (DirectionMetrics direction : List.of(metrics.textToVideo(), metrics.videoToText())) {
      assertEquals(100, direction.r1());
      assertEquals(100, direction.r50());
      assertEquals(1, direction.medianRank());
      assertEquals(1, direction.meanRank());
      // rounding of exp of a mean of logarithms
      assertEquals(100, direction.geometricMean(), 1e-12);
    }
  }

  @Test
  void recallCountsRanksBelowK() {
    DirectionMetrics metrics =
        DirectionMetrics.of(List.of(0.0, 0.5, 4.0, 4.5, 5.0, 9.0, 10.0, 49.0, 50.0, 100.0));

    assertEquals(
        new DirectionMetrics(10, 40, 60, 80, 8, 24.2, Math.cbrt(24_000), 10).toString(),
        metrics.toString());
    assertEquals(Math.cbrt(10 * 40 * 60), metrics.geometricMean(), 1e-12);
  }

  @Test
  void maskedCaptionsAreNoQueries() {
    float[][] similarities = {{1, 0}, {0, 1}, {0, 1}, {0, 1}};

    RetrievalMetrics metrics =
        RetrievalMetrics.of(similarities, new boolean[][] {{true, false}, {true, true}});

    assertEquals(3, metrics.textToVideo().queries());
    assertEquals(100, metrics.textToVideo().r1());
    assertEquals(2, metrics.videoToText().queries());
  }

  @Test
  void rejectsEmptyRanks() {
    assertEquals(
        "ranks: found none, expected at least one query",
        assertThrows(IllegalArgumentException.class, () -> DirectionMetrics.of(List.of()))
            .getMessage());
  }

  @Test
  void mapContainsTheFiguresOfBothDirectionsInOrder() {
    RetrievalMetrics metrics = RetrievalMetrics.of(new float[][] {{1, 2}, {0, 1}});

    assertEquals(
        List.of(
            "t2v.R1",
            "t2v.R5",
            "t2v.R10",
            "t2v.R50",
            "t2v.MdR",
            "t2v.MnR",
            "t2v.geometric_mean_R1-R5-R10",
            "v2t.R1",
            "v2t.R5",
            "v2t.R10",
            "v2t.R50",
            "v2t.MdR",
            "v2t.MnR",
            "v2t.geometric_mean_R1-R5-R10"),
        List.copyOf(metrics.toMap().keySet()));
    assertEquals(50.0, metrics.toMap().get("t2v.R1"));
    assertEquals(1.5, metrics.toMap().get("v2t.MnR"));
  }

  @Test
  void tableNamesColumnsAndRows() {
    RetrievalMetrics found = RetrievalMetrics.of(new float[][] {{1, 0}, {0, 1}});
    RetrievalMetrics lost = RetrievalMetrics.of(new float[][] {{0, 1}, {1, 0}});

    assertEquals(
        """
                            Text to video                               Video to text
                  R@1    R@5   R@10   R@50    MdR    MnR      R@1    R@5   R@10   R@50    MdR    MnR
        before    0.0  100.0  100.0  100.0    2.0    2.0      0.0  100.0  100.0  100.0    2.0    2.0
        after   100.0  100.0  100.0  100.0    1.0    1.0    100.0  100.0  100.0  100.0    1.0    1.0
        """,
        RetrievalTable.format(ImmutableMap.of("before", lost, "after", found)));
  }
}
