package org.mmt4j.similarity;

import org.bytedeco.javacpp.FloatPointer;
import org.mmt4j.graph.kernel.Workers;

/** Some consecutive vectors, in native memory. */
interface VectorBlock extends AutoCloseable {

  /** Number of vectors. */
  int rows();

  long bytes();

  /**
   * Work that puts the product of each vector with another into {@code products}, from {@code
   * first} on. The other stays open until it is done.
   */
  Workers.Job job(FloatPointer other, float[] products, int first);

  /**
   * Puts the product of each vector with each of others into {@code products}: row {@code firstRow
   * + i} is of the i-th of the others, column {@code firstColumn + j} of vector j.
   */
  void multiply(FloatBlock others, float[][] products, int firstRow, int firstColumn);

  @Override
  void close();
}
