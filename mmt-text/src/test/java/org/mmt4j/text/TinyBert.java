package org.mmt4j.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A BERT with a few words, for fast tests. */
final class TinyBert {

  static final ImmutableList<String> WORDS = ImmutableList.of("a", "dog", "cat", "run", "red");

  static final WordPieceVocabulary VOCABULARY =
      new WordPieceVocabulary(
          ImmutableList.<String>builder()
              .addAll(WordPieceVocabulary.SPECIAL)
              .addAll(WORDS)
              .add("##s")
              .build(),
          true);

  static final BertConfig CONFIG =
      BertConfig.builder()
          .vocabularySize(12)
          .hiddenSize(8)
          .layers(2)
          .heads(2)
          .intermediateSize(12)
          .maxPositions(10)
          .build();

  /** All 10 positions. */
  static final BertOptions OPTIONS = BertOptions.DEFAULTS.withMaxTokens(10);

  private TinyBert() {}

  /** Creates an encoder that starts from random parameters. */
  static Bert random() {
    return Bert.of(CONFIG, VOCABULARY, OPTIONS);
  }

  /** Creates an encoder that starts from {@link #weights}. */
  static Bert pretrained() {
    return Bert.of(weights(), VOCABULARY, OPTIONS);
  }

  /** Returns random weights of the magnitude of trained weights. */
  static BertWeights weights() {
    Random random = new Random(3);
    ImmutableMap.Builder<String, INDArray> tensors = ImmutableMap.builder();
    CONFIG
        .parameterShapes()
        .forEach(
            (name, shape) -> {
              INDArray tensor = Nd4j.create(shape); // float32
              for (long i = 0; i < tensor.length(); i++) {
                tensor.data().put(i, 0.3 * random.nextGaussian());
              }
              tensors.put(name, tensor);
            });
    return new BertWeights(CONFIG, tensors.buildOrThrow());
  }
}
