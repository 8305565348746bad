package org.mmt4j.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;

class WorkloadTest {

  private static final int MANY = 300;

  @Test
  void denseBatchesHaveTheMaximumLengths() {
    for (CaptionedVideo pair : Workload.DENSE.pairs(3)) {
      assertEquals(PaperModel.EXPERTS.size(), pair.video().experts().size());
      for (Expert expert : PaperModel.EXPERTS) {
        assertEquals(30, pair.video().expert(expert.name()).orElseThrow().count(), expert.name());
      }
      assertEquals(28, words(pair)); // without [CLS] and [SEP]
    }
  }

  @Test
  void typicalBatchesHaveTheLengthsOfMsrVtt() {
    ImmutableList<CaptionedVideo> pairs = Workload.TYPICAL.pairs(MANY);
    assertEquals(30, mean(pairs, "rgb"));
    assertEquals(14.5, mean(pairs, "scene"), 1); // floor of 15 seconds on average
    assertEquals(0.5 * 10.5, mean(pairs, "face"), 1);
    assertEquals(0.4 * 10.5, mean(pairs, "ocr"), 1);
    assertEquals(0.5 * 17.5, mean(pairs, "speech"), 1.5);
    double pieces = pairs.stream().mapToInt(pair -> words(pair) + 2).average().orElseThrow();
    assertEquals(11, pieces, 0.5);
    assertTrue(pairs.stream().allMatch(pair -> words(pair) >= 4 && words(pair) <= 18));
  }

  @Test
  void batchesAreTheSameInEveryRun() {
    List<CaptionedVideo> first = Workload.TYPICAL.pairs(2);
    List<CaptionedVideo> second = Workload.TYPICAL.pairs(2);
    for (int i = 0; i < first.size(); i++) {
      assertEquals(first.get(i).captions(), second.get(i).captions());
      assertArrayEquals(
          first.get(i).video().expert("rgb").orElseThrow().max(),
          second.get(i).video().expert("rgb").orElseThrow().max());
    }
  }

  private static int words(CaptionedVideo pair) {
    return pair.captions().get(0).split(" ").length;
  }

  /** Returns the mean number of features of an expert, 0 for missing experts. */
  private static double mean(List<CaptionedVideo> pairs, String expert) {
    return pairs.stream()
        .mapToInt(pair -> pair.video().expert(expert).map(ExpertFeatures::count).orElse(0))
        .average()
        .orElseThrow();
  }
}
