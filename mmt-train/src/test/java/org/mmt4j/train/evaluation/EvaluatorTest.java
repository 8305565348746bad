package org.mmt4j.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.MissingExperts;
import org.mmt4j.config.VideoEncoder;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.VideoFeatures;

class EvaluatorTest {

  private static final int VIDEOS = 7;
  private static final int MOST_CAPTIONS = 3;

  private static final List<CaptionedVideo> DATA = SmallModel.videos(VIDEOS);

  /**
   * Returns two architectures; the similarity of the second one is a quotient of two dot products.
   */
  static Stream<Architecture> architectures() {
    return Stream.of(
        Architecture.PUBLISHED,
        Architecture.PUBLISHED.with(VideoEncoder.NONE, MissingExperts.SKIPPED));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void allCaptionsHaveTheRanksOfTheMaskedMatrix(Architecture architecture) {
    try (SmallModel small = new SmallModel(architecture)) {
      List<String> padded = DATA.stream().flatMap(EvaluatorTest::padded).toList();
      float[][] similarities = small.model.similarities(features(), padded).toArray();

      assertEquals(
          RetrievalRanks.of(similarities, mask()),
          Evaluator.of(small.model).allCaptions().rank(DATA));
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void usesTheFirstCaptionOfEachVideoByDefault(Architecture architecture) {
    try (SmallModel small = new SmallModel(architecture)) {
      List<String> first = DATA.stream().map(video -> video.captions().get(0)).toList();

      RetrievalMetrics metrics = Evaluator.of(small.model).evaluate(DATA);

      assertEquals(
          RetrievalMetrics.of(small.model.similarities(features(), first).toArray()), metrics);
      assertEquals(VIDEOS, metrics.textToVideo().queries());
    }
  }

  @Test
  void rejectsAnEmptyList() {
    try (SmallModel small = new SmallModel(Architecture.PUBLISHED)) {
      assertEquals(
          "videos to evaluate: found none, expected at least one",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> Evaluator.of(small.model).evaluate(List.of()))
              .getMessage());
    }
  }

  private static List<VideoFeatures> features() {
    return DATA.stream().map(CaptionedVideo::video).toList();
  }

  /** Returns the captions of a video, padded with its last one. */
  private static Stream<String> padded(CaptionedVideo video) {
    int last = video.captions().size() - 1;
    return IntStream.range(0, MOST_CAPTIONS).mapToObj(i -> video.captions().get(Math.min(i, last)));
  }

  private static boolean[][] mask() {
    boolean[][] mask = new boolean[VIDEOS][MOST_CAPTIONS];
    for (int video = 0; video < VIDEOS; video++) {
      for (int i = 0; i < DATA.get(video).captions().size(); i++) {
        mask[video][i] = true;
      }
    }
    return mask;
  }
}
