// A stand-in for libcublas.so.13: products of matrices column by column, in double precision.
#include <cstdint>

static double at(const float* x, int ld, bool transposed, int row, int column) {
  return transposed ? x[column + (int64_t) row * ld] : x[row + (int64_t) column * ld];
}

extern "C" {
int cublasCreate_v2(void** handle) {
  static int any;
  *handle = &any;
  return 0;
}

int cublasGemmStridedBatchedEx(void*, int ta, int tb, int m, int n, int k, const void* alpha, const void* va, int typeA,
    int lda, long long stepA, const void* vb, int typeB, int ldb, long long stepB, const void* beta, void* vc, int typeC,
    int ldc, long long stepC, int batch, int, int) {
  const int INVALID_VALUE = 7, NOT_SUPPORTED = 15;
  if (typeA != 0 || typeB != 0 || typeC != 0) return NOT_SUPPORTED;
  if (m < 0 || n < 0 || k < 0 || lda < (ta ? k : m) || ldb < (tb ? n : k) || ldc < m) return INVALID_VALUE;
  float factor = *(const float*) alpha, kept = *(const float*) beta;
  for (int g = 0; g < batch; g++) {
    const float* a = (const float*) va + g * stepA;
    const float* b = (const float*) vb + g * stepB;
    float* c = (float*) vc + g * stepC;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int l = 0; l < k; l++) sum += at(a, lda, ta, i, l) * at(b, ldb, tb, l, j);
        float& out = c[i + (int64_t) j * ldc];
        out = factor * sum + (kept == 0 ? 0 : kept * out);
      }
    }
  }
  return 0;
}
}
