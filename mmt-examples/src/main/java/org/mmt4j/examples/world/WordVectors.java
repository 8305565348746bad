package org.mmt4j.examples.world;

/** Gives words a place in a space in which those of like meaning are near, such as BERT's table. */
@FunctionalInterface
public interface WordVectors {

  /** The vector of a word in lower case; of the same length for all words. */
  float[] vector(String word);
}
