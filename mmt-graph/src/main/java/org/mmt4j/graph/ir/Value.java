package org.mmt4j.graph.ir;

import com.google.common.collect.ImmutableList;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The array of a variable.
 *
 * @param storage the pooled memory of the array; empty for inputs, parameters and fixed values
 * @param fixed whether the value is the same in every run; operations that read only fixed values
 *     are executed once, during compilation
 */
public record Value(INDArray array, ImmutableList<Storage> storage, boolean fixed) {}
