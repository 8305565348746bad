package org.mmt4j.graph.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.mmt4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Products of the rows of a matrix with a vector by OpenBLAS, on one worker. The product of a row
 * depends only on the row and the vector.
 */
final class RowDots implements Workers.Work {

  /** The rows of a chunk. */
  private static final int CHUNK = 256;

  /** Values from one that is read ahead to the next. */
  private static final int STEP = 512;

  /** How many values to read ahead: they are used some microseconds later. */
  private static final int AHEAD = 1 << 14;

  private final FloatPointer vector;
  private final float[] products;
  private final int first;
  private final FloatBuffer values;
  private final FloatPointer row;
  private final int dimension;

  /** Keeps the compiler from removing the reads of {@link #readAhead}. */
  @SuppressWarnings("UnusedVariable")
  private float read;

  RowDots(INDArray matrix, FloatPointer vector, float[] products, int first) {
    this.vector = vector;
    this.products = products;
    this.first = first;
    this.values = HostMemory.floats(matrix);
    this.row = new FloatPointer(values);
    this.dimension = matrix.columns();
  }

  /** Returns the number of chunks of a matrix. */
  static int chunks(INDArray matrix) {
    return (matrix.rows() + CHUNK - 1) / CHUNK;
  }

  @Override
  public void run(int chunk) {
    int end = Math.min(values.capacity() / dimension, (chunk + 1) * CHUNK);
    for (int i = chunk * CHUNK; i < end; i++) {
      readAhead(i * dimension + AHEAD);
      row.position((long) i * dimension);
      products[first + i] = Blas.dot(dimension, row, vector);
    }
  }

  /**
   * Makes the processor load the next memory pages while it multiplies. On its own it prefetches
   * only within the current page, which took an eighth more time for rows of 14 KB.
   */
  private void readAhead(int from) {
    int end = Math.min(values.capacity(), from + dimension);
    for (int i = (from + STEP - 1) / STEP * STEP; i < end; i += STEP) {
      read += values.get(i);
    }
  }
}
