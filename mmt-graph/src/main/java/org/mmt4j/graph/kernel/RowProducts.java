package org.mmt4j.graph.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.memory.HostMemory;
import org.mmt4j.graph.memory.OwnedMemory;
import org.mmt4j.graph.memory.RowMajor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products of the rows of a matrix with a vector or with the rows of a second matrix, by OpenBLAS
 * if it is available. Products with a vector are computed row by row, so equal rows have equal
 * products at any position and with any number of threads. OpenBLAS's matrix-vector product does
 * not guarantee that.
 */
public final class RowProducts {

  /** Products kept in native memory at a time: 16 MiB, or one row if that is larger. */
  private static final int HELD = 1 << 22;

  private RowProducts() {}

  /**
   * Returns a job that sets {@code products[first + i] = sum_k matrix[i, k] vector[k]}.
   *
   * @param matrix (rows, dimension), float32
   * @param vector (dimension), must stay open until the job is done
   * @throws IllegalArgumentException if the matrix has a different rank, data type or dimension
   */
  public static Workers.Job job(INDArray matrix, FloatPointer vector, float[] products, int first) {
    requireRows(matrix, vector.capacity());
    if (RowKernels.take(matrix) && Blas.isAvailable()) {
      return new Workers.Job(
          RowDots.chunks(matrix), worker -> new RowDots(matrix, vector, products, first));
    }
    return new Workers.Job(1, worker -> chunk -> putByNd4j(matrix, vector, products, first));
  }

  private static void requireRows(INDArray matrix, long dimension) {
    if (matrix.rank() != 2 || matrix.size(1) != dimension || matrix.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "rows to multiply: found %s of shape %s, expected FLOAT of shape [rows, %d]"
              .formatted(matrix.dataType(), Arrays.toString(matrix.shape()), dimension));
    }
  }

  /** (rows, dimension)·(dimension): with a column (dimension, 1) it would take twice the time. */
  private static void putByNd4j(INDArray matrix, FloatPointer vector, float[] products, int first) {
    float[] values = new float[matrix.columns()];
    vector.get(values);
    try (INDArray factor = Nd4j.createFromArray(values);
        INDArray sums = matrix.mmul(factor)) {
      sums.data().asNioFloat().get(0, products, first, matrix.rows());
    }
  }

  /**
   * Sets {@code products[firstRow + i][firstColumn + j] = sum_k others[i, k] matrix[j, k]}.
   *
   * @param matrix (columns, dimension), float32
   * @param others (rows, dimension), float32
   * @throws IllegalArgumentException if a matrix has a different rank, data type or dimension
   */
  public static void put(
      INDArray matrix, INDArray others, float[][] products, int firstRow, int firstColumn) {
    requireRows(matrix, matrix.size(-1));
    requireRows(others, matrix.size(-1));
    int columns = matrix.rows();
    int held = Math.max(1, Math.min(others.rows(), HELD / columns));
    try (INDArray sums = Nd4j.createUninitialized(DataType.FLOAT, held, columns)) {
      FloatBuffer values = sums.data().asNioFloat();
      for (int row = 0; row < others.rows(); row += held) {
        int first = firstRow + row;
        int count = Math.min(held, others.rows() - row);
        multiply(RowMajor.rows(others, row, count), matrix, RowMajor.rows(sums, 0, count));
        Workers.run(
            count,
            Workers.count(),
            worker -> i -> values.get(i * columns, products[first + i], firstColumn, columns));
      }
    }
  }

  /** sums (m, n) = rows (m, k) · matrix (n, k) transposed. */
  private static void multiply(INDArray rows, INDArray matrix, INDArray sums) {
    if (!RowKernels.take(rows, matrix, sums)) {
      rows.mmuli(matrix.transpose(), sums);
      return;
    }
    try (OwnedMemory memory = new OwnedMemory()) {
      ProductLibraries.chosen()
          .flatMap(
              library ->
                  library.prepare(
                      new Product(rows, false, matrix, true, sums, false),
                      Precision.FLOAT32,
                      memory))
          .orElse(() -> multiplyByOpenBlas(rows, matrix, sums)) // ND4J's operation copies views
          .run();
    }
  }

  private static void multiplyByOpenBlas(INDArray rows, INDArray matrix, INDArray sums) {
    int dimension = matrix.columns();
    Blas.timesTransposed(
        rows.rows(),
        matrix.rows(),
        dimension,
        1,
        pointer(rows),
        dimension,
        pointer(matrix),
        dimension,
        pointer(sums),
        matrix.rows());
  }

  /** Returns a pointer to the array's memory, which the array still owns. */
  private static FloatPointer pointer(INDArray array) {
    return new FloatPointer(HostMemory.floats(array));
  }
}
