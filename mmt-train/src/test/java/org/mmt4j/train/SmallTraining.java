package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.mmt4j.MmtModel;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertConfig;
import org.mmt4j.text.BertOptions;
import org.mmt4j.text.WordPieceVocabulary;

/** A small model and eight videos to train it on. */
final class SmallTraining {

  private static final List<String> WORDS = List.of("red", "blue", "green", "round", "square");

  private SmallTraining() {}

  static Bert bert(double dropout) {
    return bert(BertOptions.DEFAULTS.withMaxTokens(6).withDropout(dropout));
  }

  static Bert bert(BertOptions options) {
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
        options);
  }

  static MmtModel model(CaptionEncoder bert, double dropout) {
    return MmtModel.builder()
        .experts(Expert.of("rgb", 5))
        .captions(bert)
        .hiddenSize(8)
        .layers(1)
        .heads(2)
        .feedForward(16)
        .dropout(dropout)
        .initializerRange(0.3)
        .build();
  }

  static List<CaptionedVideo> data() {
    SplittableRandom random = new SplittableRandom(1);
    List<CaptionedVideo> videos = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      float[][] rows = new float[2][5];
      for (float[] row : rows) {
        for (int d = 0; d < row.length; d++) {
          row[d] = (float) random.nextDouble(-1, 1);
        }
      }
      ExpertFeatures features = ExpertFeatures.of(rows, new double[] {0.5, 1.5});
      String caption = WORDS.get(i % 5) + " " + WORDS.get(i / 2) + " " + WORDS.get((i * 3) % 5);
      videos.add(
          new CaptionedVideo(
              VideoFeatures.of("video" + i, Map.of("rgb", features)), ImmutableList.of(caption)));
    }
    return videos;
  }
}
