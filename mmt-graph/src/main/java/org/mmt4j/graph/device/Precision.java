package org.mmt4j.graph.device;

/** The precision of matrix products. Everything else is computed in the data type of the model. */
public enum Precision {
  /** The data type of the model, usually float32. */
  FLOAT32,
  /** Factors rounded to bfloat16 (8 bits of mantissa), sums in float32. */
  BFLOAT16
}
