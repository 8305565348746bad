package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.train.evaluation.RetrievalMetrics;

final class FiguresTableTest {

  private static final RetrievalMetrics OURS = RetrievalMetrics.of(new float[][] {{1, 0}, {1, 0}});

  @Test
  void publishedMetricsHaveTheirOwnColumn() {
    List<String> lines =
        Splitter.on('\n')
            .splitToList(
                FiguresTable.format("ours", OURS, PublishedFigures.comparable("miech", 1000)));
    assertEquals("                      ours   paper, Table 7, from scratch", lines.get(0));
    assertEquals("text to video  R@1    50.0                           20.3", lines.get(1));
    assertEquals("text to video  R@50  100.0                              -", lines.get(4));
    assertEquals("video to text  MnR     1.5                           24.5", lines.get(12));
  }

  @Test
  void metricsAreComparableOnlyForTheSameNumberOfVideos() {
    assertEquals(2, PublishedFigures.comparable("jsfusion", 1000).size());
    assertEquals(2, PublishedFigures.comparable("lsmdc", 995).size());
    assertTrue(PublishedFigures.comparable("jsfusion", 1001).isEmpty());
    assertTrue(PublishedFigures.comparable("jsfusion", 989).isEmpty());
    assertTrue(PublishedFigures.comparable("val1", 1000).isEmpty());
    assertTrue(PublishedFigures.comparable("howto100m", 1000).isEmpty());
  }
}
