package org.mmt4j.text;

import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Word embeddings as part of a graph (paper, Table 2): looks up a vector for each word, then pools
 * the vectors. No positions, no normalisation.
 *
 * <p>Parameters: {@code word_embeddings.word_embeddings.weight} (entries, dimension), whose row 0
 * is the padding row and never changes, and the parameters of the pooling.
 *
 * @param entries number of rows of the table
 * @param dimension dimension of a word embedding
 * @param pooling pools the words of a caption
 */
public record WordEmbeddingNetwork(int entries, int dimension, WordPooling pooling) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is not positive, or the table would have more than
   *     2^31 - 1 values
   */
  public WordEmbeddingNetwork {
    if (entries < 1 || dimension < 1 || (long) entries * dimension > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "table of word embeddings: found "
              + entries
              + " rows of dimension "
              + dimension
              + ", expected both to be at least 1, and at most 2^31 - 1 values");
    }
  }

  /** Scope of the table. */
  static final String TABLE = "word_embeddings.word_embeddings";

  /**
   * Adds the encoder to a graph.
   *
   * @param context the root scope
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
    return pooling.apply(context, shape.sequences().declare(context), words, dimension);
  }
}
