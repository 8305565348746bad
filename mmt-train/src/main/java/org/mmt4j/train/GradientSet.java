package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of a loss. Two parameters may share an array.
 *
 * @param whole by parameter
 * @param rows of looked-up rows, each table once
 */
record GradientSet(ImmutableMap<String, INDArray> whole, ImmutableList<RowGradient> rows) {

  /** Gradient with respect to looked-up rows: row i belongs to the table's row {@code ids[i]}. */
  record RowGradient(String table, int[] ids, INDArray gradient) {}
}
