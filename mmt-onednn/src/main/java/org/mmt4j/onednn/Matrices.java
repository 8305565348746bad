package org.mmt4j.onednn;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sizes and strides of a batch of matrices, in elements.
 *
 * @param address the first element
 */
record Matrices(long address, long[] sizes, long[] strides) {

  private static final long PAGE_BYTES = 4096;

  static Matrices of(INDArray array) {
    return new Matrices(
        array.data().pointer().address() + array.offset() * array.dataType().width(),
        array.shape(),
        array.stride());
  }

  int rank() {
    return sizes.length;
  }

  long rows() {
    return sizes[rank() - 2];
  }

  long columns() {
    return sizes[rank() - 1];
  }

  boolean hasSameBatch(Matrices other) {
    return rank() == other.rank()
        && Arrays.equals(sizes, 0, rank() - 2, other.sizes, 0, rank() - 2);
  }

  /**
   * Returns whether rows are a multiple of a page of memory apart, in which case columns of blocks
   * compete for the same lines of the cache.
   */
  boolean hasRowsOnPages() {
    long step = strides[rank() - 2];
    return strides[rank() - 1] == 1 && step > 1 && step * Float.BYTES % PAGE_BYTES == 0;
  }

  /** Returns the same matrices, or transposed ones over the same memory. */
  Matrices transposedIf(boolean transposed) {
    return transposed ? new Matrices(address, swapped(sizes), swapped(strides)) : this;
  }

  private static long[] swapped(long[] values) {
    long[] swapped = values.clone();
    int last = values.length - 1;
    swapped[last] = values[last - 1];
    swapped[last - 1] = values[last];
    return swapped;
  }
}
