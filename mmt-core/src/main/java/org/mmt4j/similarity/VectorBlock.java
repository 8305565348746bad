package org.mmt4j.similarity;

/** Some consecutive vectors, in native memory. */
interface VectorBlock extends AutoCloseable {

  /** Number of vectors. */
  int rows();

  long bytes();

  /** Puts the product of each vector with another into {@code products}, from {@code first} on. */
  void multiply(float[] other, float[] products, int first);

  /**
   * Puts the product of each vector with each of others into {@code products}: row {@code firstRow
   * + i} is of the i-th of the others, column {@code firstColumn + j} of vector j.
   */
  void multiply(FloatBlock others, float[][] products, int firstRow, int firstColumn);

  @Override
  void close();
}
