package org.mmt4j.graph.ir;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The compiled form of one operation of the graph, or of several computed together.
 *
 * @param outputs the output arrays that are read, by variable name; valid directly after the steps
 */
public record Operation(ImmutableList<Step> steps, ImmutableMap<String, INDArray> outputs) {}
