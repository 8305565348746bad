package org.mmt4j.graph.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mmt4j.graph.memory.HostMemory;
import org.mmt4j.graph.memory.RowMajor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moves rows of a table by id, on the host: a replacement for a graph's gather and its gradient.
 */
public final class RowLookup {

  private RowLookup() {}

  /**
   * Copies {@code table[ids[i]]} to {@code target[i]}.
   *
   * @param table (entries, dimension)
   * @param target (ids.length or more, dimension), of the same data type
   * @throws IllegalArgumentException if an id is not a row of the table, or the shape or data type
   *     of the target does not fit
   */
  public static void fill(INDArray table, int[] ids, INDArray target) {
    requireIds(table, ids);
    requireRows(target, table, ids.length);
    if (!RowKernels.take(table, target)) {
      Nd4j.pullRows(table, RowMajor.rows(target, 0, ids.length), 1, ids);
      return;
    }
    int bytes = rowBytes(table);
    ByteBuffer from = HostMemory.bytes(table);
    ByteBuffer to = HostMemory.bytes(target);
    for (int i = 0; i < ids.length; i++) {
      to.put(i * bytes, from, ids[i] * bytes, bytes);
    }
  }

  /**
   * Copies {@code rows[i]} to {@code table[ids[i]]}.
   *
   * @param rows (ids.length or more, dimension), of the table's data type
   * @param table (entries, dimension)
   * @throws IllegalArgumentException if an id is not a row of the table, or the shape or data type
   *     of the rows does not fit
   */
  public static void put(INDArray rows, int[] ids, INDArray table) {
    requireIds(table, ids);
    requireRows(rows, table, ids.length);
    if (!RowKernels.take(rows, table)) {
      for (int i = 0; i < ids.length; i++) {
        RowMajor.rows(table, ids[i], 1).assign(RowMajor.rows(rows, i, 1));
      }
      return;
    }
    int bytes = rowBytes(table);
    ByteBuffer from = HostMemory.bytes(rows);
    ByteBuffer to = HostMemory.bytes(table);
    for (int i = 0; i < ids.length; i++) {
      to.put(ids[i] * bytes, from, i * bytes, bytes);
    }
  }

  /**
   * Sets {@code sums[s]} to the sum of {@code rows[i]} over all i with {@code ids[i] = s}, or to 0
   * if there is no such i. Skips rows with id -1.
   *
   * @param rows (ids.length, dimension)
   * @param sums (entries, dimension), of the same data type
   * @throws IllegalArgumentException if an id other than -1 is not a row of the sums, or the shape
   *     or data type of the rows does not fit
   */
  public static void sum(INDArray rows, int[] ids, INDArray sums) {
    requireRows(rows, sums, ids.length);
    for (int id : ids) {
      if (id != -1) {
        requireRow(sums, id);
      }
    }
    if (RowKernels.take(rows, sums)) {
      RowKernels.sum(rows, row -> ids[row], sums).run();
      return;
    }
    sums.assign(0);
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != -1) {
        RowMajor.rows(sums, ids[i], 1).addi(RowMajor.rows(rows, i, 1));
      }
    }
  }

  private static int rowBytes(INDArray table) {
    return Math.toIntExact(table.size(1) * table.dataType().width());
  }

  private static void requireRows(INDArray rows, INDArray table, int least) {
    if (rows.rank() != 2
        || rows.size(0) < least
        || rows.size(1) != table.size(1)
        || rows.dataType() != table.dataType()) {
      throw new IllegalArgumentException(
          "rows of a table: found %s of shape %s, expected %s of shape [%d or more, %d]"
              .formatted(
                  rows.dataType(),
                  Arrays.toString(rows.shape()),
                  table.dataType(),
                  least,
                  table.size(1)));
    }
  }

  private static void requireIds(INDArray table, int[] ids) {
    for (int id : ids) {
      requireRow(table, id);
    }
  }

  private static void requireRow(INDArray table, int id) {
    if (id < 0 || id >= table.rows()) {
      throw new IllegalArgumentException(
          "id of a row: found " + id + ", expected 0 to " + (table.rows() - 1));
    }
  }
}
