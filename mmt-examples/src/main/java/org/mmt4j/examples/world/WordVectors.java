package org.mmt4j.examples.world;

/**
 * Vectors of words, such as BERT's embedding table; words of similar meaning have similar vectors.
 */
@FunctionalInterface
public interface WordVectors {

  /** Returns the vector of a word in lower case; all vectors have the same dimension. */
  float[] vector(String word);
}
