extern "C" __global__ void draw(unsigned long long count, const unsigned* __restrict__ seed, unsigned operation, float* __restrict__ out) {
  unsigned long long i = blockIdx.x * (unsigned long long) blockDim.x + threadIdx.x;
  if (i < count) out[i] = uniform(seed, operation, i);
}

// out[i] = x[ids[i]]; a block for each row
extern "C" __global__ void gather(int width, const float* __restrict__ x, const int* __restrict__ ids, float* __restrict__ out) {
  size_t from = (size_t) ids[blockIdx.x] * width, to = (size_t) blockIdx.x * width;
  for (int c = threadIdx.x; c < width; c += blockDim.x) out[to + c] = x[from + c];
}

// rows of a matrix with one number at an id, and another one elsewhere; a thread for each element
extern "C" __global__ void one_hot(int count, int width, float on, float off, const int* __restrict__ ids, float* __restrict__ out) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < count) out[i] = ids[i / width] == i % width ? on : off;
}

// out[s] = sum of x[i] with ids[i] = s, in the order of i; a block of 128 threads for each s
extern "C" __global__ void sum_rows(int rows, int width, const float* __restrict__ x, const int* __restrict__ ids, float* __restrict__ out) {
  __shared__ int found[128];
  float* sum = out + (size_t) blockIdx.x * width;
  for (int c = threadIdx.x; c < width; c += 128) sum[c] = 0;
  for (int from = 0; from < rows; from += 128) {
    int own = from + threadIdx.x;
    int is = own < rows && ids[own] == (int) blockIdx.x;
    if (!__syncthreads_or(is)) continue;
    found[threadIdx.x] = is;
    __syncthreads();
    for (int i = 0; i < 128; i++) {
      if (!found[i]) continue;
      for (int c = threadIdx.x; c < width; c += 128) sum[c] += x[(size_t) (from + i) * width + c];
    }
    __syncthreads();
  }
}

// arrays of four axes of any strides; a thread for each element
extern "C" __global__ void copy(int count, int s1, int s2, int s3, long long f0, long long f1, long long f2, long long f3,
    long long t0, long long t1, long long t2, long long t3, const float* __restrict__ from, float* __restrict__ to) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= count) return;
  int d = i % s3, rest = i / s3, c = rest % s2;
  rest /= s2;
  int b = rest % s1, a = rest / s1;
  to[a * t0 + b * t1 + c * t2 + d * t3] = from[a * f0 + b * f1 + c * f2 + d * f3];
}

// a matrix of any strides, rounded to bfloat16: to the nearest value, ties to even
extern "C" __global__ void round_bfloat16(int count, int columns, long long row, long long column, const float* __restrict__ from, unsigned short* __restrict__ to) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= count) return;
  unsigned bits = __float_as_uint(from[i / columns * row + i % columns * column]);
  bool nan = (bits & 0x7fffffffu) > 0x7f800000u;
  to[i] = (unsigned short) (nan ? bits >> 16 | 0x40 : (bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

extern "C" __global__ void adam(int count, float keep, float keep1, float take1, float keep2, float take2, float rate, float root, float epsilon,
    float* __restrict__ p, const float* __restrict__ g, float* __restrict__ m, float* __restrict__ v) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= count) return;
  float first = keep1 * m[i] + take1 * g[i];
  float second = keep2 * v[i] + take2 * g[i] * g[i];
  m[i] = first;
  v[i] = second;
  p[i] = keep * p[i] - rate * first / (sqrtf(second) * root + epsilon);
}

// the sum over the 256 threads of a block, in double precision; out has one for each block
__device__ void sum_block(double sum, double* out) {
  __shared__ double part[256];
  part[threadIdx.x] = sum;
  __syncthreads();
  for (int half = 128; half > 0; half >>= 1) {
    if ((int) threadIdx.x < half) part[threadIdx.x] += part[threadIdx.x + half];
    __syncthreads();
  }
  if (threadIdx.x == 0) out[blockIdx.x] = part[0];
}

extern "C" __global__ void squares(int count, const float* __restrict__ x, double* __restrict__ partial) {
  double sum = 0;
  for (long long i = blockIdx.x * 256 + threadIdx.x; i < count; i += gridDim.x * 256) sum += (double) x[i] * x[i];
  sum_block(sum, partial);
}

extern "C" __global__ void total(int count, const double* __restrict__ partial, double* __restrict__ out) {
  sum_block((int) threadIdx.x < count ? partial[threadIdx.x] : 0, out);
}

// attention over packed sequences; a warp for each query of a head, at most 1024 slots
extern "C" __global__ void __launch_bounds__(128) attention(int rows, int width, int heads, int length, float scale,
    const float* __restrict__ q, const float* __restrict__ k, const float* __restrict__ v, const float* __restrict__ mask,
    const int* __restrict__ rowOfSlot, const int* __restrict__ slotOfRow, float* __restrict__ out) {
  __shared__ float scores[4][1024];
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, size = width / heads;
  int row = blockIdx.x * 4 + warp, head = blockIdx.y;
  if (row >= rows) return;
  size_t own = (size_t) row * width + head * size;
  int slot = slotOfRow[row], first = slot / length * length;
  if (rowOfSlot[slot] != row) { // padding
    for (int d = lane; d < size; d += 32) out[own + d] = 0;
    return;
  }
  float* s = scores[warp];
  float top = -3.4e38f;
  for (int l = lane; l < length; l += 32) {
    int other = rowOfSlot[first + l];
    float x = mask[first + l];
    if (other < rows) {
      float dot = 0;
      for (int d = 0; d < size; d++) dot += q[own + d] * k[(size_t) other * width + head * size + d];
      x += scale * dot;
    }
    s[l] = x;
    top = fmaxf(top, x);
  }
  for (int m = 16; m > 0; m >>= 1) top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, m));
  float sum = 0;
  for (int l = lane; l < length; l += 32) {
    s[l] = expf(s[l] - top);
    sum += s[l];
  }
  for (int m = 16; m > 0; m >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, m);
  __syncwarp(); // all scores are written
  for (int d = lane; d < size; d += 32) {
    float total = 0;
    for (int l = 0; l < length; l++) {
      int other = rowOfSlot[first + l];
      if (other < rows) total += s[l] * v[(size_t) other * width + head * size + d];
    }
    out[own + d] = total / sum;
  }
}
