package org.mmt4j.graph.ir;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rounds a float32 array to bfloat16, to the nearest value, ties to even.
 *
 * @param from float32
 * @param to bfloat16, of the same shape
 */
public record Round(INDArray from, INDArray to) implements Step {}
