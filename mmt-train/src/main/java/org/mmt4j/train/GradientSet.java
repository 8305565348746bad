package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of a loss. Two parameters may share an array.
 *
 * @param whole gradients of whole parameters, by parameter
 * @param rows gradients of looked-up rows, one entry per table
 */
record GradientSet(ImmutableMap<String, INDArray> whole, ImmutableList<RowGradient> rows) {

  /** Gradient of looked-up rows: row i belongs to row {@code ids[i]} of the table. */
  record RowGradient(String table, int[] ids, INDArray gradient) {}
}
