package org.mmt4j.graph.ir;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies an array to another one of the same shape, whatever the strides of both. */
public record Copy(INDArray from, INDArray to) implements Step {}
