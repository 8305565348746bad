// Number i of a random operation: Philox 4x32-10, see org.mmt4j.graph.ir.Uniform.
__device__ float uniform(const unsigned* seed, unsigned operation, unsigned long long i) {
  unsigned x0 = (unsigned) (i >> 2), x1 = (unsigned) (i >> 34), x2 = operation, x3 = 0;
  unsigned key0 = seed[0], key1 = seed[1];
  for (int round = 0; round < 10; round++) {
    unsigned high0 = __umulhi(0xD2511F53u, x0), low0 = 0xD2511F53u * x0;
    unsigned high1 = __umulhi(0xCD9E8D57u, x2), low1 = 0xCD9E8D57u * x2;
    x0 = high1 ^ x1 ^ key0;
    x1 = low1;
    x2 = high0 ^ x3 ^ key1;
    x3 = low0;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  unsigned word = i & 2 ? (i & 1 ? x3 : x2) : (i & 1 ? x1 : x0);
  return (word >> 8) * 5.9604644775390625e-8f;
}
