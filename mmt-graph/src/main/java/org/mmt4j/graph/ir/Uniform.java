package org.mmt4j.graph.ir;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The numbers of one random operation, uniform in [0, 1): multiples of 2⁻²⁴. They come from the
 * counter-based generator Philox 4x32-10 (Salmon et al., <i>Parallel random numbers: as easy as 1,
 * 2, 3</i>, SC 2011), so that each number can be drawn anywhere, and again: it depends only on the
 * seed of the run, the operation, and its row-major index i.
 *
 * <pre>
 *   (w₀, w₁, w₂, w₃) = philox(key = seed, counter = (i / 4, operation)),  number i = ⌊w / 2⁸⌋ 2⁻²⁴  of w = w_{i mod 4}
 * </pre>
 *
 * The key is the low and the high 32 bits of the seed; the counter is the low and the high 32 bits
 * of i / 4, the operation, and 0.
 *
 * @param seed the seed of the run, INT64 (1)
 * @param operation the number of the operation within its graph
 */
public record Uniform(INDArray seed, int operation) {}
