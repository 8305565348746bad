package org.mmt4j.graph;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products of the rows of a matrix with a vector. ND4J's product of the two spends a tenth of its
 * time beside OpenBLAS's, so that one is called where it is there.
 */
public final class RowProducts {

  private RowProducts() {}

  /**
   * {@code products[first + i] = sum_k matrix[i, k] vector[k]}.
   *
   * @param matrix (rows, width), single precision
   */
  public static void put(INDArray matrix, float[] vector, float[] products, int first) {
    if (RowKernels.take(matrix) && Blas.isAvailable()) {
      putByBlas(matrix, vector, products, first);
    } else {
      putByNd4j(matrix, vector, products, first);
    }
  }

  private static void putByBlas(INDArray matrix, float[] vector, float[] products, int first) {
    FloatPointer rows = new FloatPointer(HostMemory.floats(matrix)); // the matrix's, stays open
    try (FloatPointer other = new FloatPointer(vector);
        FloatPointer sums = new FloatPointer(matrix.rows())) {
      Blas.times(matrix.rows(), vector.length, rows, other, sums);
      sums.get(products, first, matrix.rows());
    }
  }

  /** (rows, width)·(width): with a column (width, 1) it would be twice as slow. */
  private static void putByNd4j(INDArray matrix, float[] vector, float[] products, int first) {
    try (INDArray other = Nd4j.createFromArray(vector);
        INDArray sums = matrix.mmul(other)) {
      sums.data().asNioFloat().get(0, products, first, matrix.rows());
    }
  }
}
