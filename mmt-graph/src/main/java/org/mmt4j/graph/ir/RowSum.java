package org.mmt4j.graph.ir;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code out[s] = sum of x[i] over all i with ids[i] = s}, in the order of i; 0 for no such i.
 *
 * @param x (n, c)
 * @param ids (n)
 * @param out (S, c)
 */
public record RowSum(INDArray x, INDArray ids, INDArray out) implements Step {}
