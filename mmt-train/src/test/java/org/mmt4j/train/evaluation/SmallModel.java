package org.mmt4j.train.evaluation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.mmt4j.MmtModel;
import org.mmt4j.config.Architecture;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertConfig;
import org.mmt4j.text.BertOptions;
import org.mmt4j.text.WordPieceVocabulary;

/** An untrained model with two experts, and videos for it. Closes its caption encoder. */
final class SmallModel implements AutoCloseable {

  private static final ImmutableList<String> WORDS =
      ImmutableList.of("red", "blue", "green", "round", "square");

  private final Bert bert;
  final MmtModel model;

  SmallModel(Architecture architecture) {
    ImmutableList<String> tokens =
        ImmutableList.<String>builder()
            .add("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
            .addAll(WORDS)
            .build();
    bert =
        Bert.of(
            BertConfig.builder()
                .vocabularySize(tokens.size())
                .hiddenSize(8)
                .layers(1)
                .heads(2)
                .intermediateSize(16)
                .maxPositions(8)
                .build(),
            new WordPieceVocabulary(tokens, true),
            BertOptions.DEFAULTS.withMaxTokens(6).withDropout(0));
    model =
        MmtModel.builder()
            .architecture(architecture)
            .experts(Expert.of("rgb", 5), Expert.of("audio", 3))
            .captions(bert)
            .hiddenSize(8)
            .layers(1)
            .heads(2)
            .feedForward(16)
            .initializerRange(0.3)
            .build();
  }

  /** Returns videos with one to three captions; every third one has no audio features. */
  static List<CaptionedVideo> videos(int count) {
    SplittableRandom random = new SplittableRandom(5);
    List<CaptionedVideo> videos = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ImmutableMap.Builder<String, ExpertFeatures> experts = ImmutableMap.builder();
      experts.put("rgb", features(5, random));
      if (i % 3 != 0) {
        experts.put("audio", features(3, random));
      }
      videos.add(
          new CaptionedVideo(
              VideoFeatures.of("video" + i, experts.buildOrThrow()), captions(1 + i % 3, random)));
    }
    return videos;
  }

  private static ExpertFeatures features(int dimension, SplittableRandom random) {
    float[][] rows = new float[2][dimension];
    for (float[] row : rows) {
      for (int d = 0; d < dimension; d++) {
        row[d] = (float) random.nextDouble(-1, 1);
      }
    }
    return ExpertFeatures.of(rows, new double[] {0.5, 1.5});
  }

  private static ImmutableList<String> captions(int count, SplittableRandom random) {
    return Stream.generate(() -> WORDS.get(random.nextInt(5)) + " " + WORDS.get(random.nextInt(5)))
        .limit(count)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public void close() {
    model.close();
    bert.close();
  }
}
