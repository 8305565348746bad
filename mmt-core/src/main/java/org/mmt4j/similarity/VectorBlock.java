package org.mmt4j.similarity;

import org.bytedeco.javacpp.FloatPointer;
import org.mmt4j.graph.kernel.Workers;

/** A block of consecutive vectors in native memory. */
interface VectorBlock extends AutoCloseable {

  /** Returns the number of vectors. */
  int rows();

  long bytes();

  /**
   * Returns a job that writes the product of each vector with the other one to {@code products},
   * from index {@code first} on. The other vector must stay open until the job is done.
   */
  Workers.Job job(FloatPointer other, float[] products, int first);

  /**
   * Writes the products of all vectors with all others to {@code products}: row {@code firstRow +
   * i} belongs to the i-th other vector, column {@code firstColumn + j} to vector j.
   */
  void multiply(FloatBlock others, float[][] products, int firstRow, int firstColumn);

  @Override
  void close();
}
