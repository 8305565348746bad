package org.mmt4j.bench;

import com.google.common.collect.ImmutableList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtNetwork;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.Expert;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertConfig;
import org.mmt4j.text.BertOptions;
import org.mmt4j.text.WordPieceVocabulary;

/** A model of the paper's sizes with random parameters: seven experts, four layers, BERT-base. */
public final class PaperModel {

  /** The paper's experts, by name. */
  public static final ImmutableList<Expert> EXPERTS =
      ImmutableList.of(
          Expert.of("face", 512),
          Expert.of("ocr", 300),
          Expert.of("rgb", 2048),
          Expert.of("s3d", 1024),
          Expert.of("scene", 2208),
          Expert.of("speech", 300),
          Expert.of("vggish", 128));

  /** Hidden size d of the video encoder. */
  public static final int HIDDEN_SIZE = 512;

  /** Dimension of a packed vector. */
  public static final int PACKED_DIMENSION = EXPERTS.size() * HIDDEN_SIZE;

  /** Vocabulary size of BERT-base-cased. */
  private static final int VOCABULARY = 28_996;

  private static final BertConfig BERT_BASE =
      BertConfig.builder().vocabularySize(VOCABULARY).build();

  private PaperModel() {}

  /** Returns a new model; the caller closes it and its caption encoder. */
  static MmtModel random() {
    return random(Workload.MAX_FEATURES);
  }

  /** Returns a new model for up to so many features of an expert. */
  static MmtModel random(int maxFeatures) {
    return MmtModel.builder()
        .experts(EXPERTS)
        .captions(bert(BertOptions.DEFAULTS))
        .maxFeatures(maxFeatures)
        .build();
  }

  /** Returns a word by its index; each word is one word piece. */
  static String word(int index) {
    return "w" + index;
  }

  /** Returns the number of words. */
  static int words() {
    return VOCABULARY - WordPieceVocabulary.SPECIAL.size();
  }

  /**
   * Returns a model with the same parameters and without dropout; the caller closes it and its
   * caption encoder.
   */
  static MmtModel withoutDropout(MmtModel model) {
    ModelConfig config = model.config();
    ModelConfig withoutDropout = config.toBuilder().dropout(0).build();
    Bert bert = bert(BertOptions.DEFAULTS.withDropout(0));
    return MmtModel.of(new MmtNetwork(withoutDropout, bert), model.copyParameters());
  }

  private static Bert bert(BertOptions options) {
    ImmutableList<String> pieces =
        Stream.concat(
                WordPieceVocabulary.SPECIAL.stream(),
                IntStream.range(0, words()).mapToObj(PaperModel::word))
            .collect(ImmutableList.toImmutableList());
    return Bert.of(BERT_BASE, new WordPieceVocabulary(pieces, true), options);
  }
}
