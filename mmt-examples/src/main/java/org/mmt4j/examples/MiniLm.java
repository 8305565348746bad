package org.mmt4j.examples;

import java.io.IOException;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertOptions;

/** The small pretrained BERT of the examples: all-MiniLM-L6-v2, 6 layers of hidden size 384. */
final class MiniLm {

  /** Maximum number of word pieces of a caption of the rendered world. */
  private static final int WORLD_WORD_PIECES = 36;

  private MiniLm() {}

  /** Loads the model for captions of the rendered world; the caller closes it. */
  static Bert loadForWorld() throws IOException {
    return load(WORLD_WORD_PIECES);
  }

  /**
   * Loads the model from its jar on the class path; the caller closes it.
   *
   * @param maxTokens maximum number of word pieces of a caption
   */
  static Bert load(int maxTokens) throws IOException {
    return Bert.fromClasspath(
        "all-minilm-l6-v2.onnx",
        "all-minilm-l6-v2-tokenizer.json",
        BertOptions.DEFAULTS.withMaxTokens(maxTokens));
  }
}
