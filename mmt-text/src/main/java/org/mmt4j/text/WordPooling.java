package org.mmt4j.text;

import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.Linear;
import org.mmt4j.nn.PackedSequences;
import org.mmt4j.nn.Pooling;
import org.nd4j.autodiff.samediff.SDVariable;

/** Pools the embeddings of a caption's words into the caption's vector h(c) (paper, Table 2). */
public sealed interface WordPooling {

  /** Returns the dimension of h(c) for word embeddings of dimension {@code embedding}. */
  int dimension(int embedding);

  /**
   * Pools the words of each caption.
   *
   * @param words (n, embedding)
   * @param embedding dimension of the word embeddings
   * @return h(c), (captions, {@link #dimension})
   */
  SDVariable apply(
      LayerContext context, PackedSequences sequences, SDVariable words, int embedding);

  /**
   * The maximum or the mean of each column over the words of the caption. The authors' code has the
   * maximum only.
   *
   * @param pooling maximum or mean
   */
  record Columns(Pooling pooling) implements WordPooling {

    @Override
    public int dimension(int embedding) {
      return embedding;
    }

    @Override
    public SDVariable apply(
        LayerContext context, PackedSequences sequences, SDVariable words, int embedding) {
      return pooling.overTokens(sequences, words, embedding);
    }
  }

  /**
   * A linear layer over the last state of an LSTM: {@code W h_L + b}. Parameters {@code
   * text_pooling.lstm}, {@code text_pooling.fc}.
   *
   * @param hiddenSize hidden size of the LSTM and dimension of h(c); 512 in the authors' code
   */
  record Lstm(int hiddenSize) implements WordPooling {

    /** The LSTM of the authors' code. */
    public static final Lstm PUBLISHED = new Lstm(512);

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Lstm {
      if (hiddenSize < 1) {
        throw new IllegalArgumentException(
            "hidden size of an LSTM: found " + hiddenSize + ", expected at least 1");
      }
    }

    @Override
    public int dimension(int embedding) {
      return hiddenSize;
    }

    @Override
    public SDVariable apply(
        LayerContext context, PackedSequences sequences, SDVariable words, int embedding) {
      LayerContext scope = context.scope("text_pooling");
      SDVariable last =
          new org.mmt4j.nn.Lstm(embedding, hiddenSize).apply(scope.scope("lstm"), sequences, words);
      return Linear.of(hiddenSize, hiddenSize).apply(scope.scope("fc"), last);
    }
  }
}
