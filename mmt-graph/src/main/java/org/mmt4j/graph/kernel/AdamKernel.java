package org.mmt4j.graph.kernel;

import java.nio.FloatBuffer;
import java.util.stream.Stream;
import org.mmt4j.graph.ir.AdamUpdate;
import org.mmt4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adam's update of a float32 parameter on the CPU, in one pass over the parameter, its gradient and
 * its two moments. ND4J's operations need several passes.
 *
 * <pre>
 *   m = b1 m + (1 - b1) s g,  v = b2 v + (1 - b2) (s g)^2,  p = p - a m / (c sqrt(v) + epsilon)
 * </pre>
 *
 * @param decay1 b1
 * @param decay2 b2
 * @param scale s, the factor of the gradient
 * @param rate a, the learning rate divided by the bias correction 1 - b1^t
 * @param rootScale c, 1 / sqrt(1 - b2^t)
 * @param epsilon added outside the square root
 */
public record AdamKernel(
    double decay1, double decay2, double scale, double rate, double rootScale, double epsilon) {

  private static final int TILE = 2048;
  private static final int CHUNK = 1 << 18;

  /** Returns whether {@link #update} supports the arrays. */
  public static boolean supports(INDArray... arrays) {
    return Kernels.fused()
        && Stream.of(arrays)
            .allMatch(array -> array.dataType() == DataType.FLOAT && HostMemory.supports(array));
  }

  static void run(AdamUpdate step) {
    AdamUpdate.Rates r = step.rates();
    if (r.keep() != 1) {
      step.values().muli(r.keep());
    }
    new AdamKernel(r.decay1(), r.decay2(), r.scale(), r.rate(), r.rootScale(), r.epsilon())
        .update(step.values(), step.gradient(), step.first(), step.second());
  }

  /**
   * Updates a parameter and its moments in place.
   *
   * @param values p; all arrays have its length, and {@link #supports} is true for them
   * @param first m
   * @param second v
   */
  public void update(INDArray values, INDArray gradient, INDArray first, INDArray second) {
    FloatBuffer p = HostMemory.floats(values);
    FloatBuffer g = HostMemory.floats(gradient);
    FloatBuffer m = HostMemory.floats(first);
    FloatBuffer v = HostMemory.floats(second);
    int length = p.capacity();
    int chunks = (length + CHUNK - 1) / CHUNK;
    Workers.run(
        chunks,
        Workers.count(),
        worker -> {
          float[][] tile = new float[4][TILE];
          return chunk -> {
            int end = Math.min(length, (chunk + 1) * CHUNK);
            for (int from = chunk * CHUNK; from < end; from += TILE) {
              int count = Math.min(TILE, end - from);
              p.get(from, tile[0], 0, count);
              g.get(from, tile[1], 0, count);
              m.get(from, tile[2], 0, count);
              v.get(from, tile[3], 0, count);
              update(tile[0], tile[1], tile[2], tile[3], count);
              p.put(from, tile[0], 0, count);
              m.put(from, tile[2], 0, count);
              v.put(from, tile[3], 0, count);
            }
          };
        });
  }

  private void update(float[] p, float[] g, float[] m, float[] v, int length) {
    float keep1 = (float) decay1;
    float keep2 = (float) decay2;
    float take1 = (float) ((1 - decay1) * scale);
    float take2 = (float) ((1 - decay2) * scale * scale);
    for (int i = 0; i < length; i++) {
      m[i] = keep1 * m[i] + take1 * g[i];
    }
    for (int i = 0; i < length; i++) {
      v[i] = keep2 * v[i] + take2 * g[i] * g[i];
    }
    float step = (float) rate;
    float factor = (float) rootScale;
    float added = (float) epsilon;
    for (int i = 0; i < length; i++) {
      p[i] -= step * m[i] / ((float) Math.sqrt(v[i]) * factor + added);
    }
  }
}
