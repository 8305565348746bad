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

/** The model of the paper's sizes: seven experts, four layers, BERT-base; random parameters. */
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

  /** Width d of an expert's embedding. */
  public static final int WIDTH = 512;

  /** Length of a packed vector. */
  public static final int PACKED_WIDTH = EXPERTS.size() * WIDTH;

  /** Word pieces of BERT-base-cased. */
  private static final int VOCABULARY = 28_996;

  private static final BertConfig BERT_BASE =
      new BertConfig(VOCABULARY, 768, 12, 12, 3072, 512, 2, 1e-12);

  private PaperModel() {}

  /** A new model; the caller closes it and its caption encoder. */
  static MmtModel random() {
    return MmtModel.builder().experts(EXPERTS).captions(bert(BertOptions.DEFAULTS)).build();
  }

  /** The word of that index among those of the vocabulary that are one piece. */
  static String word(int index) {
    return "w" + index;
  }

  /** How many words there are. */
  static int words() {
    return VOCABULARY - WordPieceVocabulary.SPECIAL.size();
  }

  /** The same parameters without any dropout; the caller closes it and its caption encoder. */
  static MmtModel withoutDropout(MmtModel model) {
    ModelConfig config = model.config();
    ModelConfig still =
        new ModelConfig(
            config.experts(),
            config.hiddenSize(),
            config.layers(),
            config.heads(),
            config.feedForward(),
            config.positions(),
            config.tokenTypes(),
            config.maxFeatures(),
            0,
            0,
            0,
            config.initializerRange(),
            config.architecture());
    Bert bert = bert(BertOptions.DEFAULTS.withDropout(0));
    return MmtModel.of(new MmtNetwork(still, bert), model.copyParameters());
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
