package org.mmt4j.graph.device;

/**
 * The precision of matrix products. Parameters, normalisation, softmax, losses, optimizers and all
 * else keep the data type of the model.
 */
public enum Precision {
  /** The data type of the model, usually float32. */
  FLOAT32,
  /**
   * Factors rounded to TF32, 11 significant bits, and sums in float32. Only on an NVIDIA GPU of
   * compute capability 8.0 or higher; otherwise as {@link #FLOAT32}.
   */
  TF32,
  /**
   * Factors rounded to bfloat16, 8 significant bits, and sums in float32. On an NVIDIA GPU of
   * compute capability 8.0 or higher; on the CPU with mmt-onednn and a processor with AMX or
   * AVX512-BF16. Otherwise products are computed in the data type of the model, and the log says so
   * once. Has no effect with {@code -Dmmt.kernels=plain} or on models in double precision.
   */
  BFLOAT16
}
