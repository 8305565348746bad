package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A table of learned vectors, looked up by a product with one-hot rows: exact in value and
 * gradient, and cheap for tables of up to a few hundred entries. Larger ones use {@link
 * LayerContext#rows}.
 *
 * <p>Parameter {@code weight} (entries, dimension).
 *
 * @param entries number of vectors
 * @param dimension length of a vector
 */
public record Embedding(int entries, int dimension) {

  public Embedding {
    Sizes.requirePositive("entries of an embedding", entries);
    Sizes.requirePositive("dimension of an embedding", dimension);
  }

  /** Declares the table where checkpoints hold it and no computation reads it. */
  public void declareUnused(LayerContext context) {
    context.unused("weight", context.normalWeights(), entries, dimension);
  }

  /**
   * Looks vectors up.
   *
   * @param ids (n), whole numbers from 0 to {@code used} - 1
   * @param used the table's first so many entries take part, all others are never asked for
   * @return (n, dimension)
   */
  public SDVariable apply(LayerContext context, SDVariable ids, int used) {
    SDVariable table = context.parameter("weight", context.normalWeights(), entries, dimension);
    SDVariable rows =
        used == entries
            ? table
            : context.graph().slice(table, new int[] {0, 0}, used, dimension); // (used, dimension)
    SDVariable oneHot =
        context.graph().oneHot(ids, used, 1, 1.0, 0.0, context.dataType()); // (n, used)
    return oneHot.mmul(rows);
  }
}
