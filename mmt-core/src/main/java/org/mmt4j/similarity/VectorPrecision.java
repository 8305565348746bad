package org.mmt4j.similarity;

/** Storage format of packed vectors. */
public enum VectorPrecision {
  /** Single precision, 4 bytes per value: products are exact up to rounding. */
  FLOAT32,
  /**
   * The upper 16 bits of single precision, rounded to nearest, ties to even: 2 bytes per value. The
   * error is at most 1/256 of each value.
   */
  BFLOAT16,
  /**
   * One byte per value and one scale per vector: value i is {@code scale q_i} with integers q_i
   * from -127 to 127. The error is at most 1/254 of the vector's largest value.
   */
  INT8
}
