package org.mmt4j.similarity;

/** Some consecutive vectors, in native memory. */
interface VectorBlock extends AutoCloseable {

  /** Number of vectors. */
  int rows();

  long bytes();

  /** Puts the product of each vector with another into {@code products}, from {@code first} on. */
  void multiply(float[] other, float[] products, int first);

  @Override
  void close();
}
