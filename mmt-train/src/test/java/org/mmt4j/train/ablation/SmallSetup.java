package org.mmt4j.train.ablation;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertConfig;
import org.mmt4j.text.BertOptions;
import org.mmt4j.text.BertPooling;
import org.mmt4j.text.WordPieceVocabulary;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/** A small model with two experts, eight training videos and four test videos. */
final class SmallSetup {

  private static final List<String> WORDS = List.of("red", "blue", "green", "round", "square");

  private SmallSetup() {}

  static Bert bert(BertPooling pooling) {
    ImmutableList<String> tokens =
        ImmutableList.<String>builder()
            .add("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
            .addAll(WORDS)
            .build();
    return Bert.of(
        BertConfig.builder()
            .vocabularySize(tokens.size())
            .hiddenSize(8)
            .layers(1)
            .heads(2)
            .intermediateSize(16)
            .maxPositions(8)
            .build(),
        new WordPieceVocabulary(tokens, true),
        BertOptions.DEFAULTS.withMaxTokens(6).withPooling(pooling));
  }

  static Setup of(Bert bert) {
    return Setup.of(
            List.of(Expert.of("rgb", 5), Expert.of("audio", 3)),
            bert,
            videos("train", 8),
            videos("test", 4))
        .withModel(
            model -> model.hiddenSize(8).layers(1).heads(2).feedForward(16).initializerRange(0.3))
        .withTraining(trainer -> trainer.steps(3).batchSize(4));
  }

  static List<CaptionedVideo> videos(String name, int count) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    return IntStream.range(0, count).mapToObj(i -> video(name + i, random)).toList();
  }

  private static CaptionedVideo video(String id, SplittableRandom random) {
    String first = WORDS.get(random.nextInt(WORDS.size()));
    String second = WORDS.get(random.nextInt(WORDS.size()));
    return new CaptionedVideo(
        VideoFeatures.of(id, Map.of("rgb", features(5, random), "audio", features(3, random))),
        ImmutableList.of(first + " " + second));
  }

  private static ExpertFeatures features(int dimension, SplittableRandom random) {
    float[][] rows = Stream.generate(() -> row(dimension, random)).limit(2).toArray(float[][]::new);
    return ExpertFeatures.of(rows, new double[] {0.5, 1.5});
  }

  private static float[] row(int dimension, SplittableRandom random) {
    float[] row = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      row[i] = (float) random.nextDouble(-1, 1);
    }
    return row;
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
