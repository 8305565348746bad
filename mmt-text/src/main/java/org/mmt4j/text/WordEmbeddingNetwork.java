package org.mmt4j.text;

import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Word embeddings as a part of a graph (paper, Table 2): a table of vectors, looked up, then
 * pooled; no positions, no normalisation.
 *
 * <p>Parameters {@code word_embeddings.word_embeddings.weight} (entries, dimension), whose row 0
 * stands for padding and never changes, and those of the pooling.
 *
 * @param entries rows of the table
 * @param dimension length of a row
 * @param pooling of the words of a caption
 */
public record WordEmbeddingNetwork(int entries, int dimension, WordPooling pooling) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is not positive, or the table would have more than 2^31
   *     - 1 values
   */
  public WordEmbeddingNetwork {
    if (entries < 1 || dimension < 1 || (long) entries * dimension > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "table of word embeddings: found "
              + entries
              + " rows of "
              + dimension
              + ", expected at least one of one, and at most 2^31 - 1 values");
    }
  }

  /** The table's scope. */
  static final String TABLE = "word_embeddings.word_embeddings";

  /**
   * Adds the encoder to a graph.
   *
   * @param context without a scope
   * @return h(c), (captions, {@link WordPooling#dimension})
   */
  public SDVariable apply(LayerContext context, CaptionTokens.Shape shape) {
    SDVariable words =
        context
            .scope(TABLE)
            .rows(
                "weight",
                context.normalWeights(),
                entries,
                dimension,
                CaptionTokens.IDS,
                shape.rows());
    return pooling.apply(context, shape.sequences(context), words, dimension);
  }
}
