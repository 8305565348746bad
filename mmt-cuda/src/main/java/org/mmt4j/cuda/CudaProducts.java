package org.mmt4j.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_FAST_16BF;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
import static org.bytedeco.cuda.global.cublas.CUBLAS_GEMM_DEFAULT;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasGemmStridedBatchedEx;
import static org.bytedeco.cuda.global.cudart.CUDA_R_16BF;
import static org.bytedeco.cuda.global.cudart.CUDA_R_32F;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.ir.Product;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Products by cuBLAS. Factors are float32, and cuBLAS rounds them to the precision while it
 * multiplies, or copies in bfloat16; sums are float32. cuBLAS reads matrices column by column, so
 * that C = A B, row by row, is C' = B' A' there.
 */
final class CudaProducts {

  /** Memory of the GPU as JavaCPP passes it. */
  private static final class Address extends Pointer {
    Address(long address) {
      super((Pointer) null);
      this.address = address;
    }
  }

  /**
   * Matrices in the last two axes of an array.
   *
   * @param transposed whether columns, not rows, are without gaps
   * @param step from row to row, or from column to column if transposed
   * @param batchStep from matrix to matrix along the last of the other axes
   */
  private record Layout(boolean transposed, int step, long batchStep) {

    static Optional<Layout> of(INDArray array, boolean transpose) {
      int rank = array.rank();
      int row = rank - (transpose ? 1 : 2);
      int column = rank - (transpose ? 2 : 1);
      long batchStep = rank > 2 ? array.stride(rank - 3) : 0;
      if (array.stride(column) == 1 || array.size(column) == 1) {
        return of(false, array.stride(row), array.size(row), array.size(column), batchStep);
      } else if (array.stride(row) == 1 || array.size(row) == 1) {
        return of(true, array.stride(column), array.size(column), array.size(row), batchStep);
      }
      return Optional.empty();
    }

    private static Optional<Layout> of(
        boolean transposed, long step, long lines, long lineLength, long batchStep) {
      long used = lines == 1 ? Math.max(lineLength, 1) : step;
      return used >= lineLength && used <= Integer.MAX_VALUE
          ? Optional.of(new Layout(transposed, (int) used, batchStep))
          : Optional.empty();
    }
  }

  private final cublasContext handle = new cublasContext();
  private final FloatPointer one = new FloatPointer(new float[] {1});
  private final FloatPointer zero = new FloatPointer(new float[] {0});
  private final CudaMemory memory;

  CudaProducts(CudaMemory memory) {
    this.memory = memory;
    check(cublasCreate_v2(handle), "start");
  }

  private static void check(int status, String action) {
    CudaException.check(status, "cuBLAS", action);
  }

  /** Returns code for a product; empty if cuBLAS cannot read the data type or the strides. */
  Optional<Runnable> prepare(Product product, Precision precision) {
    DataType factors = product.a().dataType();
    if ((factors != DataType.FLOAT && factors != DataType.BFLOAT16)
        || product.b().dataType() != factors
        || product.c().dataType() != DataType.FLOAT
        || product.c().rank() < 2) {
      return Optional.empty();
    }
    Optional<Layout> c = Layout.of(product.c(), product.transposeC());
    if (c.isPresent() && c.get().transposed()) { // C = A B as C' = B' A'
      return prepare(
          new Product(
              product.b(),
              !product.transposeB(),
              product.a(),
              !product.transposeA(),
              product.c(),
              !product.transposeC()),
          precision);
    }
    Optional<Layout> a = Layout.of(product.a(), product.transposeA());
    Optional<Layout> b = Layout.of(product.b(), product.transposeB());
    return a.isPresent() && b.isPresent() && c.isPresent()
        ? Optional.of(prepare(product, a.get(), b.get(), c.get(), precision))
        : Optional.empty();
  }

  private Runnable prepare(Product product, Layout a, Layout b, Layout c, Precision precision) {
    boolean copies = product.a().dataType() == DataType.BFLOAT16;
    int type = copies ? CUDA_R_16BF : CUDA_R_32F;
    int compute = copies ? CUBLAS_COMPUTE_32F : compute(precision);
    int rank = product.c().rank();
    int m = size(product.c(), product.transposeC() ? 1 : 2);
    int n = size(product.c(), product.transposeC() ? 2 : 1);
    int k = size(product.a(), product.transposeA() ? 2 : 1);
    int batch = rank > 2 ? size(product.c(), 3) : 1;
    List<Runnable> calls = new ArrayList<>();
    long outer = 1;
    for (int axis = 0; axis < rank - 3; axis++) {
      outer *= product.c().size(axis);
    }
    for (long index = 0; index < outer; index++) {
      Address first = address(product.a(), index);
      Address second = address(product.b(), index);
      Address result = address(product.c(), index);
      calls.add(
          () ->
              check(
                  cublasGemmStridedBatchedEx(
                      handle,
                      b.transposed() ? CUBLAS_OP_T : CUBLAS_OP_N,
                      a.transposed() ? CUBLAS_OP_T : CUBLAS_OP_N,
                      n,
                      m,
                      k,
                      one,
                      second,
                      type,
                      b.step(),
                      b.batchStep(),
                      first,
                      type,
                      a.step(),
                      a.batchStep(),
                      zero,
                      result,
                      CUDA_R_32F,
                      c.step(),
                      c.batchStep(),
                      batch,
                      compute,
                      CUBLAS_GEMM_DEFAULT),
                  "product"));
    }
    return run(product, calls);
  }

  private static int compute(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> CUBLAS_COMPUTE_32F;
      case TF32 -> CUBLAS_COMPUTE_32F_FAST_TF32;
      case BFLOAT16 -> CUBLAS_COMPUTE_32F_FAST_16BF;
    };
  }

  private Runnable run(Product product, List<Runnable> calls) {
    Twin a = memory.twin(product.a());
    Twin b = memory.twin(product.b());
    Twin c = memory.twin(product.c());
    return () -> {
      a.beforeUse();
      b.beforeUse();
      c.beforeUse();
      synchronized (this) {
        calls.forEach(Runnable::run);
      }
      c.afterWrite();
    };
  }

  private static int size(INDArray array, int fromEnd) {
    return Math.toIntExact(array.size(array.rank() - fromEnd));
  }

  /** Returns the address of the matrices at a row-major index over all axes but the last three. */
  private Address address(INDArray array, long index) {
    long offset = 0;
    long rest = index;
    for (int axis = array.rank() - 4; axis >= 0; axis--) {
      offset += rest % array.size(axis) * array.stride(axis);
      rest /= array.size(axis);
    }
    return new Address(memory.twin(array).address(array) + offset * array.dataType().width());
  }
}
