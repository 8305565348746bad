package org.mmt4j.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Doubles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares ranks and metrics with those of the reference. {@code -Dmmt.golden=DIR} reads a
 * different {@code metrics.json} of the same layout.
 */
class MetricsGoldenTest {

  /** Allows a different order of sums and logarithms; the figures are at most a few hundred. */
  private static final double TOLERANCE = 1e-12;

  /** All fields of a direction of a case; the test compares every one. */
  private static final ImmutableSet<String> FIELDS =
      ImmutableSet.of(
          "R1",
          "R5",
          "R10",
          "R50",
          "MedR",
          "MeanR",
          "geometric_mean_R1-R5-R10",
          "cols",
          "ranks",
          "num_queries");

  private final ObjectMapper json = new ObjectMapper();

  @TestFactory
  List<DynamicTest> ranksAndMetricsMatchTheReference() throws IOException {
    JsonNode cases = golden().path("cases");
    assertFalse(cases.isEmpty(), "metrics.json has no cases");
    return StreamSupport.stream(cases.spliterator(), false)
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> compare(c)))
        .toList();
  }

  private JsonNode golden() throws IOException {
    String directory = System.getProperty("mmt.golden", "");
    try (InputStream in =
        directory.isEmpty()
            ? MetricsGoldenTest.class.getResourceAsStream("/golden/metrics.json")
            : Files.newInputStream(Path.of(directory, "metrics.json"))) {
      return json.readTree(in);
    }
  }

  private void compare(JsonNode c) throws IOException {
    RetrievalRanks ranks = ranks(c);
    RetrievalMetrics metrics = RetrievalMetrics.of(ranks);
    assertAll(
        () -> compare(c.get("t2v"), Doubles.toArray(ranks.textToVideo()), metrics.textToVideo()),
        () -> compare(c.get("v2t"), Doubles.toArray(ranks.videoToText()), metrics.videoToText()));
  }

  private RetrievalRanks ranks(JsonNode c) throws IOException {
    boolean[][] mask = mask(c.get("query_masks"));
    if (c.get("dtype").asText().equals("float64")) {
      double[][] similarities = json.treeToValue(c.get("sims"), double[][].class);
      return mask.length == 0
          ? RetrievalRanks.of(similarities)
          : RetrievalRanks.of(similarities, mask);
    }
    float[][] similarities = json.treeToValue(c.get("sims"), float[][].class);
    return mask.length == 0
        ? RetrievalRanks.of(similarities)
        : RetrievalRanks.of(similarities, mask);
  }

  /** Returns the mask (videos x captions per video), or an empty array if the case has none. */
  private static boolean[][] mask(JsonNode node) {
    boolean[][] mask = new boolean[node.size()][];
    for (int video = 0; video < mask.length; video++) {
      mask[video] = new boolean[node.get(video).size()];
      for (int caption = 0; caption < mask[video].length; caption++) {
        mask[video][caption] = node.get(video).get(caption).asDouble() != 0;
      }
    }
    return mask;
  }

  private void compare(JsonNode expected, double[] ranks, DirectionMetrics metrics)
      throws IOException {
    double[] expectedRanks = json.treeToValue(expected.get("ranks"), double[].class);
    int[] truncatedRanks = json.treeToValue(expected.get("cols"), int[].class);
    assertAll(
        () -> assertEquals(FIELDS, ImmutableSet.copyOf(expected.fieldNames()), "fields"),
        () -> assertArrayEquals(expectedRanks, ranks),
        () ->
            assertArrayEquals(
                truncatedRanks, DoubleStream.of(ranks).mapToInt(r -> (int) r).toArray()),
        () -> assertEquals(expected.get("num_queries").asInt(), metrics.queries()),
        () -> compare(expected, "R1", metrics.r1()),
        () -> compare(expected, "R5", metrics.r5()),
        () -> compare(expected, "R10", metrics.r10()),
        () -> compare(expected, "R50", metrics.r50()),
        () -> compare(expected, "MedR", metrics.medianRank()),
        () -> compare(expected, "MeanR", metrics.meanRank()),
        () -> compare(expected, "geometric_mean_R1-R5-R10", metrics.geometricMean()));
  }

  private static void compare(JsonNode expected, String name, double actual) {
    assertEquals(expected.get(name).asDouble(), actual, TOLERANCE, name);
  }
}
