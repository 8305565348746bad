package org.mmt4j.graph;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of a table by id, copied on the host: what a graph's gather would do, with a gradient. */
public final class RowLookup {

  private RowLookup() {}

  /**
   * Copies {@code table[ids[i]]} to {@code target[i]}.
   *
   * @param table (entries, width)
   * @param target (ids.length, width)
   * @throws IllegalArgumentException if an id is not a row of the table
   */
  public static void fill(INDArray table, int[] ids, INDArray target) {
    requireRows(table, ids);
    Nd4j.pullRows(table, target, 1, ids);
  }

  private static void requireRows(INDArray table, int[] ids) {
    for (int id : ids) {
      if (id < 0 || id >= table.rows()) {
        throw new IllegalArgumentException(
            "id of a row: found " + id + ", expected 0 to " + (table.rows() - 1));
      }
    }
  }
}
