package org.mmt4j.graph.ir;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one operation of the graph became.
 *
 * @param outputs by variable, those that anything reads; valid right after the steps
 */
public record Operation(ImmutableList<Step> steps, ImmutableMap<String, INDArray> outputs) {}
