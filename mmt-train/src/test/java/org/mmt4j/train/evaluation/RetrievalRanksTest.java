package org.mmt4j.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.primitives.Doubles;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetrievalRanksTest {

  @Test
  void tiesGetTheirMeanPosition() {
    float[][] similarities = {{0.3f, 0.9f, 0.3f, 0.3f}, {0, 1, 0, 0}, {0, 0, 1, 1}, {1, 1, 1, 0}};

    RetrievalRanks ranks = RetrievalRanks.of(similarities);

    assertArrayEquals(new double[] {2, 0, 0.5, 3}, Doubles.toArray(ranks.textToVideo()));
    assertArrayEquals(new double[] {1, 0.5, 0.5, 2.5}, Doubles.toArray(ranks.videoToText()));
  }

  @Test
  void videoToTextRanksOtherCaptionsOfTheSameVideo() {
    float[][] similarities = {{0.5f, 0}, {0.7f, 0.9f}, {0.6f, 0.1f}, {0.8f, 0.2f}};

    RetrievalRanks ranks = RetrievalRanks.of(similarities);

    assertArrayEquals(new double[] {0, 1, 1, 1}, Doubles.toArray(ranks.textToVideo()));
    assertArrayEquals(new double[] {1, 1}, Doubles.toArray(ranks.videoToText()));
  }

  @Test
  void maskedCaptionsAreIgnored() {
    float[][] similarities = {{0.5f, 0}, {0.9f, 1}, {0.8f, 0.2f}, {0.6f, 0.3f}};
    boolean[][] mask = {{true, false}, {true, true}};

    RetrievalRanks ranks = RetrievalRanks.of(similarities, mask);

    assertArrayEquals(new double[] {0, 1, 1}, Doubles.toArray(ranks.textToVideo()));
    assertArrayEquals(new double[] {2, 0}, Doubles.toArray(ranks.videoToText()));
  }

  @Test
  void floatsAreComparedInSinglePrecision() {
    double[][] similarities = {{1, 1 + 1e-12}, {0, 1}};
    float[][] rounded = {{1, (float) (1 + 1e-12)}, {0, 1}};

    assertEquals(1, RetrievalRanks.of(similarities).textToVideo().get(0));
    assertEquals(0.5, RetrievalRanks.of(rounded).textToVideo().get(0));
  }

  @Property
  void permutingVideosPermutesTheRanks(
      @ForAll @IntRange(min = 1, max = 12) int videos,
      @ForAll @IntRange(min = 1, max = 3) int captionsPerVideo,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[][] similarities = withTies(videos * captionsPerVideo, videos, random);
    List<Integer> order = IntStream.range(0, videos).boxed().collect(Collectors.toList());
    Collections.shuffle(order, random);
    float[][] permuted = new float[similarities.length][videos];
    for (int i = 0; i < similarities.length; i++) {
      for (int j = 0; j < videos; j++) {
        permuted[i][j] = similarities[source(i, captionsPerVideo, order)][order.get(j)];
      }
    }

    RetrievalRanks ranks = RetrievalRanks.of(similarities);
    RetrievalRanks permutedRanks = RetrievalRanks.of(permuted);

    for (int i = 0; i < similarities.length; i++) {
      assertEquals(
          ranks.textToVideo().get(source(i, captionsPerVideo, order)),
          permutedRanks.textToVideo().get(i));
    }
    for (int j = 0; j < videos; j++) {
      assertEquals(ranks.videoToText().get(order.get(j)), permutedRanks.videoToText().get(j));
    }
  }

  private static int source(int caption, int captionsPerVideo, List<Integer> order) {
    return order.get(caption / captionsPerVideo) * captionsPerVideo + caption % captionsPerVideo;
  }

  /** Returns random similarities with many ties. */
  private static float[][] withTies(int captions, int videos, Random random) {
    float[][] similarities = new float[captions][videos];
    for (float[] row : similarities) {
      for (int j = 0; j < videos; j++) {
        row[j] = random.nextInt(6) / 5f;
      }
    }
    return similarities;
  }

  @Test
  void rejectsNanAndNamesCaptionAndVideo() {
    float[][] similarities = {{1, 0, 0}, {0, 1, 0}, {0, Float.NaN, 1}};

    assertMessage(
        "similarity of caption 2 and video 1: found NaN, expected a number",
        () -> RetrievalRanks.of(similarities));
  }

  @Test
  void rejectsAnEmptyMatrix() {
    String message = "similarities: found none, expected at least one caption and one video";

    assertMessage(message, () -> RetrievalRanks.of(new float[0][0]));
    assertMessage(message, () -> RetrievalRanks.of(new float[3][0]));
  }

  @Test
  void rejectsARaggedMatrix() {
    assertMessage(
        "similarities of caption 1: found 1, expected 2, one for each video",
        () -> RetrievalRanks.of(new float[][] {{1, 0}, {0}}));
  }

  @Test
  void rejectsCaptionsThatAreNotAMultipleOfVideos() {
    assertMessage(
        "captions: found 5, expected a multiple of the 2 videos",
        () -> RetrievalRanks.of(new float[5][2]));
  }

  @Test
  void rejectsAVideoWithoutCaptions() {
    boolean[][] mask = {{true, true}, {false, false}};

    assertMessage(
        "captions of video 1: found only masked captions, expected at least one that is not masked",
        () -> RetrievalRanks.of(new float[4][2], mask));
  }

  @Test
  void rejectsAMaskOfAWrongShape() {
    assertMessage(
        "query mask: found 3 videos, expected 2",
        () -> RetrievalRanks.of(new float[4][2], new boolean[3][2]));
    assertMessage(
        "query mask of video 1: found 1 captions, expected 2",
        () -> RetrievalRanks.of(new float[4][2], new boolean[][] {{true, true}, {true}}));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
