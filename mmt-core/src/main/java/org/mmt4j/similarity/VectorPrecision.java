package org.mmt4j.similarity;

/** How packed vectors of videos are kept. */
public enum VectorPrecision {
  /** Single precision, 4 bytes a value: products are exact to rounding. */
  FLOAT32,
  /**
   * One byte a value and one scale a vector: value i is {@code scale q_i} with whole q_i from -127
   * to 127, so it is off by at most 1/254 of the vector's largest value.
   */
  INT8
}
