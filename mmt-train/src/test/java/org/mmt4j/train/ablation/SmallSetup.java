package org.mmt4j.train.ablation;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertPooling;
import org.mmt4j.train.SmallData;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/** A small model with two experts, eight training videos and four test videos. */
final class SmallSetup {

  private SmallSetup() {}

  static Bert bert(BertPooling pooling) {
    return SmallData.bert(SmallData.OPTIONS.withPooling(pooling));
  }

  static Setup of(Bert bert) {
    return Setup.of(
            List.of(Expert.of("rgb", 5), Expert.of("audio", 3)),
            bert,
            videos("train", 8),
            videos("test", 4))
        .withModel(SmallData::sizes)
        .withTraining(trainer -> trainer.steps(3).batchSize(4));
  }

  static List<CaptionedVideo> videos(String name, int count) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    return IntStream.range(0, count).mapToObj(i -> video(name + i, random)).toList();
  }

  private static CaptionedVideo video(String id, SplittableRandom random) {
    String caption = SmallData.caption(random);
    return new CaptionedVideo(
        VideoFeatures.of(
            id,
            Map.of("rgb", SmallData.features(5, random), "audio", SmallData.features(3, random))),
        List.of(caption));
  }

  /**
   * Returns metrics of four queries; {@code right} of them rank their answer first, the others
   * last.
   */
  static RetrievalMetrics metrics(int right) {
    float[][] similarities = new float[4][4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        similarities[i][j] = i == j ? (i < right ? 1 : -1) : 0.1f * j;
      }
    }
    return RetrievalMetrics.of(similarities);
  }
}
