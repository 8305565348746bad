package org.mmt4j.graph.ir;

import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.OpContext;

/**
 * An operation of ND4J.
 *
 * @param op a {@code CustomOp} or a legacy {@code Op}
 * @param context its arrays and arguments
 */
public record NativeOp(DifferentialFunction op, OpContext context) implements Step {}
