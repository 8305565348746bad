package org.mmt4j.graph.ir;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Random numbers in an array.
 *
 * @param out FLOAT, row-major without gaps
 */
public record Random(Uniform numbers, INDArray out) implements Step {}
