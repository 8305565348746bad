package org.mmt4j.graph.ir;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code out[i] = x[ids[i]]}.
 *
 * @param x (S, c)
 * @param ids (n)
 * @param out (n, c)
 */
public record RowGather(INDArray x, INDArray ids, INDArray out) implements Step {}
