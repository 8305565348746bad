package org.mmt4j.extract.words;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.text.Bert;

/**
 * The input word embeddings of all-MiniLM-L6-v2: 384 values, and no word is unknown. All instances
 * in all threads share one model of 90 MB, which is freed with the last instance.
 */
final class MiniLmWords implements WordEmbedder {

  static final String MODEL = "all-minilm-l6-v2.onnx";
  private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";

  private static final Object LOCK = new Object();
  private static @Nullable Bert shared;
  private static int instances;

  private final Bert bert;
  private boolean closed;

  private MiniLmWords(Bert bert) {
    this.bert = bert;
  }

  /**
   * Returns whether the model is on the class path.
   *
   * @throws LinkageError if the library that reads it is not
   */
  static boolean isPresent() {
    return Bert.class.getResource("/" + MODEL) != null;
  }

  static MiniLmWords load() throws IOException {
    synchronized (LOCK) {
      Bert bert = shared == null ? Bert.fromClasspath(MODEL, TOKENIZER) : shared;
      shared = bert;
      instances++;
      return new MiniLmWords(bert);
    }
  }

  @Override
  public int dimension() {
    return bert.dimension();
  }

  @Override
  public Optional<float[]> vector(String word) {
    synchronized (LOCK) {
      if (closed) {
        throw new ClosedException("word vectors of MiniLM");
      }
      return Optional.of(bert.wordVector(word));
    }
  }

  /** Returns the ids of {@code [CLS]}, the word pieces of a text and {@code [SEP]}. */
  int[] tokenize(String text) {
    synchronized (LOCK) {
      if (closed) {
        throw new ClosedException("word vectors of MiniLM");
      }
      return bert.tokenize(text);
    }
  }

  @Override
  public void close() {
    synchronized (LOCK) {
      if (closed) {
        return;
      }
      closed = true;
      instances--;
      if (instances == 0) {
        bert.close();
        shared = null;
      }
    }
  }
}
