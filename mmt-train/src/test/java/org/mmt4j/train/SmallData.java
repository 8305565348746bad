package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.SplittableRandom;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertConfig;
import org.mmt4j.text.BertOptions;
import org.mmt4j.text.WordPieceVocabulary;

/** A caption encoder, sizes of a model, and random features, as small as tests need them. */
public final class SmallData {

  public static final List<String> WORDS = List.of("red", "blue", "green", "round", "square");

  /** Captions of at most 6 tokens. */
  public static final BertOptions OPTIONS = BertOptions.DEFAULTS.withMaxTokens(6);

  private SmallData() {}

  /** Returns an untrained caption encoder that knows {@link #WORDS}. */
  public static Bert bert(BertOptions options) {
    ImmutableList<String> tokens =
        ImmutableList.<String>builder()
            .addAll(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"))
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

  /** Sets the sizes of a model with one layer. */
  public static MmtModelBuilder sizes(MmtModelBuilder model) {
    return model.hiddenSize(8).layers(1).heads(2).feedForward(16).initializerRange(0.3);
  }

  /** Returns a builder of a model with one layer, without experts and caption encoder. */
  public static MmtModelBuilder model() {
    return sizes(MmtModel.builder());
  }

  /** Returns two features, at second 0.5 and 1.5. */
  public static ExpertFeatures features(int dimension, SplittableRandom random) {
    float[][] rows = new float[2][dimension];
    for (float[] row : rows) {
      for (int i = 0; i < dimension; i++) {
        row[i] = (float) random.nextDouble(-1, 1);
      }
    }
    return ExpertFeatures.of(rows, new double[] {0.5, 1.5});
  }

  /** Returns two random words. */
  public static String caption(SplittableRandom random) {
    return word(random) + " " + word(random);
  }

  private static String word(SplittableRandom random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }
}
