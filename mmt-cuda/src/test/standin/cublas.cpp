// A stand-in for libcublas.so.13: products of matrices column by column, summed in double precision. Factors are rounded as the
// tensor cores of a GPU do.
#include <cstdint>
#include <cstring>

enum Type { FLOAT32 = 0, BFLOAT16 = 14 };
enum Compute { IN_FLOAT32 = 68, IN_BFLOAT16 = 75, IN_TF32 = 77 };

// rounds to the nearest value with so few bits less, ties to even
static float rounded(float x, int bits) {
  uint32_t u;
  memcpy(&u, &x, 4);
  u += ((1u << (bits - 1)) - 1) + (u >> bits & 1);
  u &= ~((1u << bits) - 1);
  memcpy(&x, &u, 4);
  return x;
}

struct Factor {
  const void* values;
  int type, ld, compute;
  bool transposed;

  double at(int64_t row, int64_t column) const {
    int64_t i = transposed ? column + row * ld : row + column * ld;
    if (type == BFLOAT16) {
      uint32_t u = (uint32_t) ((const uint16_t*) values)[i] << 16;
      float x;
      memcpy(&x, &u, 4);
      return x;
    }
    float x = ((const float*) values)[i];
    return compute == IN_BFLOAT16 ? rounded(x, 16) : compute == IN_TF32 ? rounded(x, 13) : x;
  }

  Factor matrix(int64_t offset) const {
    Factor moved = *this;
    moved.values = (const char*) values + offset * (type == BFLOAT16 ? 2 : 4);
    return moved;
  }
};

extern "C" {
int cublasCreate_v2(void** handle) {
  static int any;
  *handle = &any;
  return 0;
}

int cublasGemmStridedBatchedEx(void*, int ta, int tb, int m, int n, int k, const void* alpha, const void* va, int typeA,
    int lda, long long stepA, const void* vb, int typeB, int ldb, long long stepB, const void* beta, void* vc, int typeC,
    int ldc, long long stepC, int batch, int compute, int) {
  const int INVALID_VALUE = 7, NOT_SUPPORTED = 15;
  bool halves = typeA == BFLOAT16;
  if (typeA != typeB || typeC != FLOAT32 || (typeA != FLOAT32 && !halves)) return NOT_SUPPORTED;
  if (compute != IN_FLOAT32 && (halves || (compute != IN_BFLOAT16 && compute != IN_TF32))) return NOT_SUPPORTED;
  if (m < 0 || n < 0 || k < 0 || lda < (ta ? k : m) || ldb < (tb ? n : k) || ldc < m) return INVALID_VALUE;
  Factor allA{va, typeA, lda, compute, ta != 0}, allB{vb, typeB, ldb, compute, tb != 0};
  float factor = *(const float*) alpha, kept = *(const float*) beta;
  for (int g = 0; g < batch; g++) {
    Factor a = allA.matrix(g * stepA), b = allB.matrix(g * stepB);
    float* c = (float*) vc + g * stepC;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int l = 0; l < k; l++) sum += a.at(i, l) * b.at(l, j);
        float& out = c[i + (int64_t) j * ldc];
        out = factor * sum + (kept == 0 ? 0 : kept * out);
      }
    }
  }
  return 0;
}
}
