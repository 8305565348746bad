package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

class VideosTest {

  @Test
  void shuffledTimesDependOnTheSeedAndOnTheWholeId() {
    List<Integer> order = shuffled(1, "Aa");
    assertEquals(order, shuffled(1, "Aa"));
    assertEquals("Aa".hashCode(), "BB".hashCode());
    assertFalse(order.equals(shuffled(1, "BB")), order.toString());
    assertFalse(order.equals(shuffled(2, "Aa")), order.toString());
    assertEquals(IntStream.range(0, 20).boxed().toList(), order.stream().sorted().toList());
  }

  /** Returns the features of a video in the order of their shuffled times. */
  private static List<Integer> shuffled(long seed, String id) {
    float[][] values = new float[20][1];
    double[] times = new double[20];
    Arrays.setAll(values, i -> new float[] {i});
    Arrays.setAll(times, i -> i);
    VideoFeatures video = VideoFeatures.of(id, Map.of("rgb", ExpertFeatures.of(values, times)));
    ExpertFeatures found = Videos.shuffledTimes(seed).apply(video).expert("rgb").orElseThrow();
    return IntStream.range(0, found.count()).mapToObj(i -> (int) found.feature(i)[0]).toList();
  }
}
