package org.mmt4j.bench;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** Measures the peak performance of the machine: OpenBLAS on two large square matrices. */
final class Sgemm {

  private static final int SIZE = 3072;
  private static final int THREADS = 2;
  private static final int REPETITIONS = 5;

  private Sgemm() {}

  /** Returns the performance of the fastest of some products in GFLOP/s. */
  static double gigaflops() {
    openblas.blas_set_num_threads(THREADS);
    try (FloatPointer a = new FloatPointer(ones());
        FloatPointer b = new FloatPointer(ones());
        FloatPointer c = new FloatPointer(ones())) {
      double best = 0;
      for (int i = 0; i < REPETITIONS; i++) {
        long start = System.nanoTime();
        multiply(a, b, c);
        double seconds = (System.nanoTime() - start) * 1e-9;
        best = Math.max(best, Flops.product(SIZE, SIZE, SIZE) / seconds * 1e-9);
      }
      return best;
    }
  }

  private static float[] ones() {
    float[] ones = new float[SIZE * SIZE];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static void multiply(FloatPointer a, FloatPointer b, FloatPointer c) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        SIZE,
        SIZE,
        SIZE,
        1,
        a,
        SIZE,
        b,
        SIZE,
        0,
        c,
        SIZE);
  }
}
