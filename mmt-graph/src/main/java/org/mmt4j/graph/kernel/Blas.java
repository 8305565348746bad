package org.mmt4j.graph.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * Products of row-major submatrices by OpenBLAS, which ND4J's CPU backend includes. ND4J itself
 * needs whole arrays, and a microsecond for each.
 */
public final class Blas {

  private static final boolean AVAILABLE = isLoaded();

  private Blas() {}

  /** Returns whether OpenBLAS is available: other backends use other libraries. */
  public static boolean isAvailable() {
    return AVAILABLE;
  }

  private static boolean isLoaded() {
    try {
      Loader.load(openblas.class);
      return true;
    } catch (LinkageError e) {
      return false;
    }
  }

  /**
   * Computes C (m, n) = A (m, k) · B (k, n).
   *
   * @param stepA the elements from one row of A to the next; {@code stepB} and {@code stepC} alike
   */
  static void times(
      int m,
      int n,
      int k,
      FloatPointer a,
      int stepA,
      FloatPointer b,
      int stepB,
      FloatPointer c,
      int stepC) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        m,
        n,
        k,
        1,
        a,
        stepA,
        b,
        stepB,
        0,
        c,
        stepC);
  }

  /** Computes C (m, n) = scale · A (m, k) · B (n, k) transposed. */
  static void timesTransposed(
      int m,
      int n,
      int k,
      float scale,
      FloatPointer a,
      int stepA,
      FloatPointer b,
      int stepB,
      FloatPointer c,
      int stepC) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        m,
        n,
        k,
        scale,
        a,
        stepA,
        b,
        stepB,
        0,
        c,
        stepC);
  }

  /** Returns the dot product of two vectors of k elements. */
  static float dot(int k, FloatPointer a, FloatPointer b) {
    return openblas.cblas_sdot(k, a, 1, b, 1);
  }
}
