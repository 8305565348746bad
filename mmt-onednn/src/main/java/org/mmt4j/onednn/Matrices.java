package org.mmt4j.onednn;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sizes and strides of a batch of matrices, in elements.
 *
 * @param address the first element
 * @param dataType float32 or bfloat16
 */
record Matrices(long address, DataType dataType, long[] sizes, long[] strides) {

  private static final long PAGE_BYTES = 4096;
  private static final long LEAST_COLUMNS = 64; // of a half: a block of the fast kernels

  static Matrices of(INDArray array) {
    return new Matrices(
        array.data().pointer().address() + array.offset() * array.dataType().width(),
        array.dataType(),
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

  /** Returns the data type's number in oneDNN. */
  int type() {
    return dataType == DataType.BFLOAT16 ? Dnnl.BF16 : Dnnl.F32;
  }

  /**
   * Returns whether these are float32 and rows are a multiple of a page of memory apart, in which
   * case columns of blocks compete for the same lines of the cache.
   */
  boolean hasRowsOnPages() {
    long step = strides[rank() - 2];
    return dataType == DataType.FLOAT
        && strides[rank() - 1] == 1
        && step > 1
        && step * dataType.width() % PAGE_BYTES == 0;
  }

  /** Returns whether the matrix is of bfloat16 and wide enough for {@link #halves}. */
  boolean hasHalves() {
    return dataType == DataType.BFLOAT16 && columns() % (2 * LEAST_COLUMNS) == 0;
  }

  /** Returns a batch of the left and the right half of the columns of one matrix. */
  Matrices halves() {
    long half = columns() / 2;
    return new Matrices(
        address,
        dataType,
        new long[] {2, rows(), half},
        new long[] {half * strides[1], strides[0], strides[1]});
  }

  /** Returns one matrix as a batch, which is multiplied with each matrix of another batch. */
  Matrices asBatch() {
    return new Matrices(
        address,
        dataType,
        new long[] {1, rows(), columns()},
        new long[] {rows() * columns(), strides[0], strides[1]});
  }

  /** Returns the same matrices, or transposed ones over the same memory. */
  Matrices transposedIf(boolean transposed) {
    return transposed ? new Matrices(address, dataType, swapped(sizes), swapped(strides)) : this;
  }

  private static long[] swapped(long[] values) {
    long[] swapped = values.clone();
    int last = values.length - 1;
    swapped[last] = values[last - 1];
    swapped[last - 1] = values[last];
    return swapped;
  }
}
