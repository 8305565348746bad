package org.mmt4j.graph.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.mmt4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Products of rows of a matrix with a vector by OpenBLAS, on one worker. What a row gives depends
 * on nothing but the row.
 */
final class RowDots implements Workers.Work {

  /** Rows of a chunk. */
  private static final int CHUNK = 256;

  /** Numbers from one that is read ahead to the next. */
  private static final int STEP = 512;

  /** How far ahead, in numbers: what is read now is used some microseconds later. */
  private static final int AHEAD = 1 << 14;

  private final FloatPointer vector;
  private final float[] products;
  private final int first;
  private final FloatBuffer numbers;
  private final FloatPointer row;
  private final int dimension;

  /** Keeps the compiler from leaving out what {@link #readAhead} reads. */
  @SuppressWarnings("UnusedVariable")
  private float read;

  RowDots(INDArray matrix, FloatPointer vector, float[] products, int first) {
    this.vector = vector;
    this.products = products;
    this.first = first;
    this.numbers = HostMemory.floats(matrix);
    this.row = new FloatPointer(numbers);
    this.dimension = matrix.columns();
  }

  /** How many chunks the rows of a matrix are. */
  static int chunks(INDArray matrix) {
    return (matrix.rows() + CHUNK - 1) / CHUNK;
  }

  @Override
  public void run(int chunk) {
    int end = Math.min(numbers.capacity() / dimension, (chunk + 1) * CHUNK);
    for (int i = chunk * CHUNK; i < end; i++) {
      readAhead(i * dimension + AHEAD);
      row.position((long) i * dimension);
      products[first + i] = Blas.dot(dimension, row, vector);
    }
  }

  /**
   * Lets the processor find the pages of numbers to come, and begin to load them, while it
   * multiplies: by itself it looks no further than the page that is read, which took an eighth more
   * time for rows of 14 KB.
   */
  private void readAhead(int from) {
    int end = Math.min(numbers.capacity(), from + dimension);
    for (int i = (from + STEP - 1) / STEP * STEP; i < end; i += STEP) {
      read += numbers.get(i);
    }
  }
}
