package org.mmt4j.extract.words;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmt4j.text.Bert;

/**
 * The embeddings of words that all-MiniLM-L6-v2 begins with: 384 numbers, no word is unknown. The
 * model, 90 MB, is loaded once for all that are open, of all threads, and freed with the last.
 */
final class MiniLmWords implements WordEmbedder {

  private static final String MODEL = "all-minilm-l6-v2.onnx";
  private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";

  private static final Object LOCK = new Object();
  private static @Nullable Bert shared;
  private static int open;

  private final Bert bert;
  private boolean closed;

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
    synchronized (LOCK) {
      Bert bert = shared == null ? Bert.fromClasspath(MODEL, TOKENIZER) : shared;
      shared = bert;
      open++;
      return new MiniLmWords(bert);
    }
  }

  @Override
  public int width() {
    return bert.dimension();
  }

  @Override
  public Optional<float[]> vector(String word) {
    synchronized (LOCK) {
      return Optional.of(bert.wordVector(word));
    }
  }

  @Override
  public void close() {
    synchronized (LOCK) {
      if (closed) {
        return;
      }
      closed = true;
      open--;
      if (open == 0) {
        bert.close();
        shared = null;
      }
    }
  }
}
