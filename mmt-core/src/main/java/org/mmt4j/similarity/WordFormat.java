package org.mmt4j.similarity;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * How the values of vectors are stored in words of 32 bits. Vectors lie in groups: first the first
 * words of all vectors of a group, then the second words, and so on. A product is then a loop over
 * words of different vectors, which the JVM vectorizes, without a sum within a vector.
 */
interface WordFormat {

  /** Vectors per group: their sums and one word of each fit in the L1 cache. */
  int GROUP = 512;

  /** The same memory as integers and as floats. */
  record Words(IntBuffer ints, FloatBuffer floats) {}

  /** The products of one vector with those of a group. Not thread-safe: it has scratch memory. */
  interface Products {

    /** Returns the factor of all products, besides the scale of each vector. */
    float scale();

    /**
     * Writes the products with the vectors of a group, without the scales.
     *
     * @param first index of the group's first word
     * @param vectors number of vectors of the group
     */
    void write(Words source, int first, int vectors, float[] products);
  }

  /** Returns the format of a precision. */
  static WordFormat of(VectorPrecision precision) {
    return switch (precision) {
      case FLOAT32 -> new Float32Words();
      case BFLOAT16 -> new BFloat16Words();
      case INT8 -> new Int8Words();
    };
  }

  /** Returns the number of words of a vector. */
  int words(int dimension);

  /**
   * Stores a vector in a group whose words are 0 at its place.
   *
   * @param group words of the group
   * @param index index of the vector in the group
   * @param vectors number of vectors of the group
   * @return the scale of the vector
   */
  float encode(float[] vector, int[] group, int index, int vectors);

  /**
   * Returns a vector without its scale.
   *
   * @param words the words of the vector
   */
  float[] decode(int[] words, int dimension);

  /** Returns the products of a vector, for one thread. */
  Products products(float[] vector);
}
