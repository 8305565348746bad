package org.mmt4j.graph.ir;

/**
 * One action over arrays that are already chosen, as data: what is computed, not how. A device
 * prepares it for running.
 */
public sealed interface Step
    permits AdamUpdate,
        Attention,
        Copy,
        NativeOp,
        Product,
        Random,
        Round,
        RowGather,
        RowSum,
        SumOfSquares,
        TileProgram {}
