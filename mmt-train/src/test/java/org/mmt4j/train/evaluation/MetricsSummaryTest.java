package org.mmt4j.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsSummaryTest {

  private static final RetrievalMetrics FOUND = RetrievalMetrics.of(new float[][] {{1, 0}, {0, 1}});
  private static final RetrievalMetrics LOST = RetrievalMetrics.of(new float[][] {{0, 1}, {1, 0}});

  @Test
  void deviationIsThatOfASample() {
    MetricsSummary summary = MetricsSummary.of(List.of(FOUND, LOST, LOST));

    assertEquals(3, summary.runs());
    // mean 5/3, squares (4 + 1 + 1) / 9, divided by 2
    assertEquals(5 / 3.0, summary.figure("t2v.MnR").mean(), 1e-14);
    assertEquals(Math.sqrt(1 / 3.0), summary.figure("t2v.MnR").deviation(), 1e-14);
    assertEquals(100 / 3.0, summary.figure("v2t.R1").mean(), 1e-12);
    assertEquals(100 / 3.0, summary.figure("v2t.geometric_mean_R1-R5-R10").mean(), 1e-12);
  }

  @Test
  void equalRunsHaveNoDeviation() {
    MetricsSummary summary = MetricsSummary.of(List.of(FOUND, FOUND));

    summary.figures().forEach((name, figure) -> assertEquals(0, figure.deviation(), name));
  }

  @Test
  void rejectsASingleRun() {
    assertEquals(
        "runs to summarize: found 1, expected at least 2",
        assertThrows(IllegalArgumentException.class, () -> MetricsSummary.of(List.of(FOUND)))
            .getMessage());
  }

  @Test
  void rejectsUnknownFigure() {
    MetricsSummary summary = MetricsSummary.of(List.of(FOUND, LOST));

    assertEquals(
        "figure: found R1, expected one of " + summary.figures().keySet(),
        assertThrows(IllegalArgumentException.class, () -> summary.figure("R1")).getMessage());
  }

  @Test
  void tableHasTheLayoutOfThePaper() {
    String table =
        SummaryTable.format(ImmutableMap.of("MMT", MetricsSummary.of(List.of(FOUND, LOST))));

    List<String> lines = table.lines().map(line -> line.strip().replaceAll(" {2,}", "|")).toList();
    assertEquals("Text -> Video|Video -> Text", lines.get(0));
    assertEquals("R@1|R@5|R@10|MdR|MnR|R@1|R@5|R@10|MdR|MnR", lines.get(1));
    String direction = "50.0 ± 70.7|100.0 ± 0.0|100.0 ± 0.0|1.5 ± 0.7|1.5 ± 0.7";
    assertEquals("MMT|" + direction + "|" + direction, lines.get(2));
    assertEquals(3, lines.size());
  }
}
