package org.mmt4j.features.extract.words;

import java.io.IOException;
import java.util.Optional;
import org.mmt4j.text.Bert;

/** The embeddings of words that all-MiniLM-L6-v2 begins with: 384 numbers, no word is unknown. */
final class MiniLmWords implements WordEmbedder {

  private static final String MODEL = "all-minilm-l6-v2.onnx";
  private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";

  private final Bert bert;

  private MiniLmWords(Bert bert) {
    this.bert = bert;
  }

  /**
   * Whether the model is on the class path.
   *
   * @throws LinkageError if what reads it is not
   */
  static boolean isPresent() {
    return Bert.class.getResource("/" + MODEL) != null;
  }

  static MiniLmWords load() throws IOException {
    return new MiniLmWords(Bert.fromClasspath(MODEL, TOKENIZER));
  }

  @Override
  public int width() {
    return bert.width();
  }

  @Override
  public Optional<float[]> vector(String word) {
    return Optional.of(bert.wordVector(word));
  }

  @Override
  public void close() {
    bert.close();
  }
}
