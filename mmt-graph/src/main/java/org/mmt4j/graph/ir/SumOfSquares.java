package org.mmt4j.graph.ir;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sum of the squares of all elements.
 *
 * @param x FLOAT, row-major without gaps
 * @param sum DOUBLE (1)
 */
public record SumOfSquares(INDArray x, INDArray sum) implements Step {}
