package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A table of learned vectors. A lookup is a product with one-hot rows: values and gradients are
 * exact, and it is fast for tables of up to a few hundred entries. For larger tables use {@link
 * LayerContext#rows}.
 *
 * <p>Parameter {@code weight} (entries, dimension).
 *
 * @param entries the number of vectors
 * @param dimension the dimension of a vector
 */
public record Embedding(int entries, int dimension) {

  public Embedding {
    Sizes.requirePositive("entries of an embedding", entries);
    Sizes.requirePositive("dimension of an embedding", dimension);
  }

  /** Declares the table for checkpoints only: no computation uses it. */
  public void declareUnused(LayerContext context) {
    context.unused("weight", context.normalWeights(), entries, dimension);
  }

  /**
   * Looks up vectors.
   *
   * @param ids (n), integers from 0 to {@code used} - 1
   * @param used the number of entries that can be looked up, from the start of the table
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
