package org.mmt4j.graph.ir;

import com.google.common.collect.ImmutableList;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The array of a variable.
 *
 * @param storage pooled memory behind it, empty for inputs, parameters and fixed values
 * @param fixed the same in every run, so that what reads only fixed values runs only once
 */
public record Value(INDArray array, ImmutableList<Storage> storage, boolean fixed) {}
